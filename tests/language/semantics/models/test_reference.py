"""Where a prompt names its model."""

from __future__ import annotations

import pytest

from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.syntax.parse import parse


@pytest.mark.parametrize(
    ("front", "name", "provider", "is_deployment"),
    [
        ("model: gpt-4o", "gpt-4o", "", False),
        ("model:\n  id: gpt-4o\n  provider: openai", "gpt-4o", "openai", False),
        ("model:\n  id: chat\n  provider: azure", "chat", "azure", True),
        ("model:\n  id: gpt-4o\n  provider: foundry", "gpt-4o", "foundry", False),
        (
            "model:\n  configuration:\n    type: azure_openai\n    azure_deployment: gpt-35-turbo",
            "gpt-35-turbo", "azure", True,
        ),
        (
            "model:\n  configuration:\n    type: openai\n    name: gpt-4o",
            "gpt-4o", "openai", False,
        ),
        ("model: googleai/gemini-2.5-flash", "googleai/gemini-2.5-flash", "google", False),
    ],
)  # fmt: skip
def test_the_model_is_found_where_its_format_puts_it(
    front: str, name: str, provider: str, is_deployment: bool
) -> None:
    document = parse(f"---\nname: A\n{front}\n---\nHi\n", "a.prompty")
    found = model_reference(document)
    assert found is not None
    assert (found.name, found.provider, found.is_deployment) == (name, provider, is_deployment)
    assert document.source.slice(found.span) == name


@pytest.mark.parametrize(
    "front",
    [
        "name: A", "model:", "model: 3", "model: {}", "model: [a]", "model: ''",
        "model:\n  id: ${env:MODEL}", "model: <your-model>",
    ],
)  # fmt: skip
def test_a_file_that_names_none_has_none(front: str) -> None:
    assert model_reference(parse(f"---\n{front}\n---\nHi\n", "a.prompty")) is None
