"""What is offered with places to fill in, in a prompt that stands in a text of another file."""

from __future__ import annotations

import pytest
from tests.language.features.in_memory import ROOT, MemoryFiles

from promptwell.language.features.completion.complete import complete
from promptwell.language.features.in_files import items_in_file
from promptwell.language.semantics.containers import model_at
from promptwell.language.semantics.project import Project


def snippet(text: str, label: str) -> str:
    """The snippet that is offered where `‸` stands."""
    offset = text.index("‸")
    project = Project(MemoryFiles({"story.yaml": text.replace("‸", "")}))
    path = f"{ROOT}/story.yaml"
    model = model_at(project, path, offset, names=False)
    assert model is not None
    items = items_in_file(project, model, complete(project, model, offset))
    return next(item.snippet for item in items if item.label == label)


def test_a_block_of_text_takes_a_snippet_of_several_lines() -> None:
    text = "template_format: handlebars\ntemplate: |\n  {{#me‸\n"
    assert snippet(text, "message").startswith("message ${1:")


@pytest.mark.parametrize("quote", ['"', "'"])
def test_between_quotes_a_snippet_that_would_end_them_is_plain_text(quote: str) -> None:
    text = f"template_format: handlebars\ntemplate: {quote}{{{{#me‸{quote}\n"
    assert snippet(text, "message") == ""
