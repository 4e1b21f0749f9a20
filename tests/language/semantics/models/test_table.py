"""Models by the names people give them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from promptwell.language.semantics.models.cost import dollars, estimate_cost
from promptwell.language.semantics.models.table import find_model, known_models, nearest_model
from promptwell.language.semantics.tokens.counting import TokenCount


@pytest.mark.parametrize(
    ("written", "name", "provider"),
    [
        ("gpt-4o", "gpt-4o", "openai"),
        ("GPT-4o", "gpt-4o", "openai"),
        ("gpt-4o-2024-08-06", "gpt-4o-2024-08-06", "openai"),
        ("gpt-4o-2031-01-01", "gpt-4o", "openai"),
        ("openai/gpt-4o", "gpt-4o", "openai"),
        ("azure/gpt-4o", "gpt-4o", "azure"),
        ("openrouter/openai/gpt-4o:free", "gpt-4o", "openai"),
        ("gpt-35-turbo", "gpt-35-turbo", "azure"),
        ("GPT-4.1 (copilot)", "gpt-4.1", "openai"),
        ("Claude Sonnet 4.5", "claude-sonnet-4-5", "anthropic"),
        ("claude-3.5-sonnet", "claude-3-5-sonnet-20240620", "anthropic"),
        ("googleai/gemini-2.5-flash", "gemini-2.5-flash", "google"),
        (
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "anthropic.claude-sonnet-4-5-20250929-v1:0",
            "bedrock",
        ),
        ("ft:gpt-4o-mini-2024-07-18:acme::x1", "ft:gpt-4o-mini-2024-07-18", "openai"),
        ("ft:gpt-4.1:acme::x1", "gpt-4.1", "openai"),
        ("text-embedding-3-small", "text-embedding-3-small", "openai"),
    ],
)
def test_a_model_is_found_however_its_name_is_written(
    written: str, name: str, provider: str
) -> None:
    found = find_model(written)
    assert found is not None
    assert (found.name, found.provider) == (name, provider)


@pytest.mark.parametrize(
    "written",
    [None, "", "  ", "my-gpt-4", "chat", "${env:MODEL}", "gpt-4o-2024-13-01", "gpt-4o-prod", "/"],
)
def test_a_name_nobody_has_heard_of_is_unknown(written: str | None) -> None:
    assert find_model(written) is None


@pytest.mark.parametrize("provider", ["azure", "azure_openai", "Azure", "azure_open_ai"])
def test_the_provider_a_file_names_is_preferred(provider: str) -> None:
    found = find_model("gpt-4o", provider)
    assert found is not None
    assert found.provider == "azure"


def test_of_two_spellings_the_one_that_is_written_counts() -> None:
    for name in ("gpt-35-turbo-0125", "gpt-3.5-turbo-0125"):
        found = find_model(name, "azure")
        assert found is not None
        assert found.name == name


def test_a_provider_that_does_not_list_a_model_may_host_it_all_the_same() -> None:
    found = find_model("gpt-4o", "anthropic")
    assert found is not None
    assert found.provider == "openai"


def test_every_model_says_where_its_facts_come_from_and_when_they_were_read() -> None:
    models = known_models()
    assert len(models) > 500
    for model in models:
        assert model.source.startswith("litellm ")
        assert model.as_of >= date(2026, 11, 22)
        assert model.kind in ("chat", "completion", "embedding", "image")
        assert find_model(model.name, model.provider) is not None
        for price in (model.input_price, model.output_price):
            assert price is None or 0 <= price < 1_000


def test_limits_and_prices_are_in_tokens_and_dollars_a_million() -> None:
    model = find_model("gpt-4o-mini")
    assert model is not None
    assert (model.context_window, model.max_output) == (128_000, 16_384)
    assert (model.input_price, model.output_price) == (0.15, 0.6)


def test_a_model_retires_on_its_day_and_gives_notice_before() -> None:
    model = find_model("gpt-4o-2024-08-06")
    assert model is not None
    last_day = model.retirement_date
    assert last_day is not None
    assert model.status(last_day) == "retired"
    assert model.status(last_day - timedelta(days=1)) == "retiring"
    assert model.status(last_day - timedelta(days=91)) == "active"
    assert model.status(last_day - timedelta(days=91), timedelta(days=100)) == "retiring"


def test_a_model_that_was_once_listed_is_known_and_gone() -> None:
    model = find_model("gpt-4-vision-preview")
    assert model is not None
    assert not model.listed
    assert model.status(date(2026, 11, 22)) == "retired"


@pytest.mark.parametrize(
    ("typo", "model"),
    [
        ("gtp-4o", "gpt-4o"),
        ("gpt4o", "gpt-4o"),
        ("gpt-40", "gpt-4o"),
        ("gpt-4o-mni", "gpt-4o-mini"),
        ("gpt4omini", "gpt-4o-mini"),
        ("openai/gtp-4o", "openai/gpt-4o"),
        ("claude-sonet-4-5", "claude-sonnet-4-5"),
        ("cluade-sonnet-4-5", "claude-sonnet-4-5"),
        ("text-embeding-3-small", "text-embedding-3-small"),
        ("deepseek-caht", "deepseek-chat"),
    ],
)
def test_a_slip_of_the_pen_finds_the_model_that_was_meant(typo: str, model: str) -> None:
    assert nearest_model(typo) == model


@pytest.mark.parametrize(
    "name",
    [
        "gpt-4o-prod", "gpt-4o-eu", "my-gpt-4", "gpt-4-dev", "gpt-5-prod", "gpt4-deployment", "chat",
        "production", "gpt-4x", "gpt-4.2", "gpt-9", "claude-opus-4-9", "o5", "cool-model", "llama",
        "embedding", "gpt-4o-pro", "", "/", "-",
    ],
)  # fmt: skip
def test_a_deployment_or_another_version_is_not_corrected(name: str) -> None:
    assert nearest_model(name) is None


def test_a_known_model_has_no_nearest_one() -> None:
    assert nearest_model("gpt-4o") is None
    assert nearest_model("azure/gpt-35-turbo") is None


def test_a_cost_says_what_it_rests_on() -> None:
    model = find_model("gpt-4o")
    assert model is not None
    cost = estimate_cost(TokenCount(1_000, exact=True), 500, model)
    assert cost is not None
    assert cost.amount == pytest.approx(0.0075)
    assert str(cost) == "$0.0075"
    assert cost.basis == (
        f"1,000 tokens in at $2.50, 500 out at $10.00 a million; gpt-4o (openai), {model.source}, "
        f"{model.as_of.isoformat()}"
    )


def test_a_cost_of_estimated_tokens_is_marked() -> None:
    model = find_model("gpt-4o")
    assert model is not None
    cost = estimate_cost(TokenCount(1_000), None, model)
    assert str(cost) == "~$0.0025"


def test_there_is_no_cost_without_a_price() -> None:
    model = find_model("dall-e-3")
    assert model is not None
    assert estimate_cost(1_000, None, model) is None


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "$0"), (12.5, "$12.50"), (1234.5, "$1,234.50"), (0.15, "$0.15"), (0.0031, "$0.0031"),
     (0.00000040, "$0.00000040"), (1e-15, "$0.000000000000")],
)  # fmt: skip
def test_amounts_show_the_digits_that_matter(amount: float, shown: str) -> None:
    assert dollars(amount) == shown
