"""Counting texts, messages and prompts."""

from __future__ import annotations

import pytest
import tiktoken.model

from promptwell.adapters.tokenizers import RankTokenizers
from promptwell.language.semantics.tokens.counting import (
    TokenCount,
    Tokenizer,
    count_tokens,
)
from promptwell.language.semantics.tokens.encodings import chat_framing, encoding_of
from promptwell.language.semantics.tokens.prompt import count_prompt, count_rendered
from promptwell.language.syntax.parse import parse

EXACT = RankTokenizers(load="on-demand")


class Unwanted:
    """Tokenizers that fail the test when they are asked."""

    def tokenizer(self, encoding: str) -> Tokenizer | None:
        raise AssertionError(f"{encoding} was asked for")


@pytest.mark.parametrize("model", sorted(tiktoken.model.MODEL_TO_ENCODING))
def test_every_model_has_the_encoding_that_tiktoken_gives_it_or_none(model: str) -> None:
    expected = tiktoken.model.MODEL_TO_ENCODING[model]
    old = expected in ("p50k_base", "p50k_edit", "r50k_base", "gpt2")
    assert encoding_of(model) == (None if old else expected)


@pytest.mark.parametrize("prefix", sorted(tiktoken.model.MODEL_PREFIX_TO_ENCODING))
def test_snapshots_have_the_encoding_that_tiktoken_gives_them(prefix: str) -> None:
    snapshot = f"{prefix}{'' if prefix.endswith('-') else '-'}2024-01-01"
    if not prefix.startswith("ft:"):
        assert encoding_of(snapshot) == tiktoken.encoding_name_for_model(snapshot)
    else:
        assert encoding_of(f"{prefix}:acme::1") == tiktoken.encoding_name_for_model(prefix)


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("azure/gpt-4o-mini", "o200k_base"),
        ("GPT-4.1 (copilot)", "o200k_base"),
        ("gpt-35-turbo-16k", "cl100k_base"),
        ("gpt-5.1-codex", "o200k_base"),
        ("gpt-6-sol", None),
        ("claude-sonnet-4-5", None),
        ("my-gpt-4", None),
        ("", None),
        (None, None),
    ],
)
def test_names_as_people_write_them_have_an_encoding(
    model: str | None, encoding: str | None
) -> None:
    assert encoding_of(model) == encoding


def test_a_count_is_exact_once_the_ranks_are_there_and_prints_without_a_mark() -> None:
    count = count_tokens("hello world", "gpt-4o", EXACT)
    assert count == TokenCount(2, exact=True, tokenizer="o200k_base")
    assert str(count) == "2"


@pytest.mark.parametrize(
    ("model", "tokenizers"), [("claude-sonnet-4-5", EXACT), (None, EXACT), ("gpt-4o", None)]
)
def test_other_counts_are_estimates_and_say_so(
    model: str | None, tokenizers: RankTokenizers | None
) -> None:
    count = count_tokens("hello world", model, tokenizers or RankTokenizers())
    assert (count.exact, count.tokenizer, str(count)) == (False, "estimate", "~2")


def test_an_empty_text_has_no_tokens() -> None:
    assert count_tokens("", None).count == 0
    assert count_tokens("", "gpt-4o", EXACT) == TokenCount(0, exact=True, tokenizer="o200k_base")


def test_a_megabyte_of_spaces_is_estimated() -> None:
    count = count_tokens(" " * 1_000_000, "gpt-4o", EXACT)
    assert not count.exact


def test_sums_are_as_sure_as_their_least_sure_part() -> None:
    exact, other = TokenCount(2, exact=True, tokenizer="o200k_base"), TokenCount(1_000)
    assert (exact + exact).exact
    assert str(exact + other) == "~1,002"


def test_a_text_that_surely_fits_a_limit_needs_no_tokenizer() -> None:
    assert count_tokens("hello world", "gpt-4o", Unwanted(), limit=11).exact is False
    assert count_tokens("hello world", "gpt-4o", Unwanted(), limit=4).exact is False
    assert count_tokens("hello world", "gpt-4o", EXACT, limit=3).exact


PROMPT = """\
---
name: Greeter
model: gpt-4o
---
system:
You are a helpful assistant.

user:
Tell me about OpenAI.
"""


def test_a_chat_adds_what_openai_publishes_to_each_message() -> None:
    # Role and text of two messages, 3 tokens each, and 3 that open the reply.
    tokens = count_prompt(parse(PROMPT, "a.prompty"), "gpt-4o", EXACT)
    assert [each.count.count for each in tokens.messages] == [4 + 6, 4 + 6]
    assert tokens.total == TokenCount(23, exact=True, tokenizer="o200k_base")
    assert str(tokens) == "23"
    pairs = [("system", "You are a helpful assistant."), ("user", "Tell me about OpenAI.")]
    assert count_rendered(pairs, "gpt-4o", EXACT) == tokens.total


def test_every_role_is_one_token_as_the_overhead_assumes() -> None:
    for encoding in ("cl100k_base", "o200k_base"):
        tokenizer = EXACT.tokenizer(encoding)
        assert tokenizer is not None
        roles = ("system", "user", "assistant", "developer", "tool", "function")
        assert {tokenizer.count(role) for role in roles} == {1}


def test_a_chat_whose_framing_is_not_published_is_an_estimate() -> None:
    total = count_prompt(parse(PROMPT, "a.prompty"), "gpt-5", EXACT).total
    assert str(total) == "~23"
    assert not chat_framing("claude-sonnet-4-5").known


def test_a_message_with_a_name_counts_the_name() -> None:
    named = parse(PROMPT.replace("user:", 'user[name="Ann"]:'), "a.prompty")
    assert count_prompt(named, "gpt-4o", EXACT).total.count == 23 + 2


def test_values_still_to_come_are_told_and_only_written_text_is_counted() -> None:
    text = PROMPT.replace("OpenAI", "{{ topic }}{# why #}{% raw %}{{ x }}{% endraw %}")
    tokens = count_prompt(parse(text, "a.prompty"), "gpt-4o", EXACT)
    assert [each.has_values for each in tokens.messages] == [False, True]
    literal = count_tokens("Tell me about {{ x }}.", "gpt-4o", EXACT).count
    assert tokens.messages[1].count == TokenCount(4 + literal, False, "o200k_base")
    assert str(tokens) == f"~{10 + 4 + literal + 3} + values"


def test_a_template_without_messages_counts_as_plain_text() -> None:
    tokens = count_prompt(parse("hello world\n", "a.j2"), "gpt-4o", EXACT)
    assert tokens.messages == ()
    assert tokens.total == TokenCount(2, exact=True, tokenizer="o200k_base")


def test_a_prompt_that_surely_fits_a_limit_needs_no_tokenizer() -> None:
    document = parse(PROMPT, "a.prompty")
    assert count_prompt(document, "gpt-4o", Unwanted(), limit=500).total.exact is False
    assert count_prompt(document, "gpt-4o", EXACT, limit=30).total.exact
