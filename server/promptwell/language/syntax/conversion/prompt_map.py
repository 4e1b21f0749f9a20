"""One prompt of a prompt map as a managed prompt."""

from __future__ import annotations

from collections.abc import Container

from promptwell.language.syntax.conversion.draft import Draft
from promptwell.language.syntax.conversion.embedded import turns_of
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_KNOWN = frozenset({"description", "input_variables", "variables", "template_format", "model"})


def draft_of_entry(prompt: PromptDocument, name: str, texts: Container[Span]) -> Draft:
    """The prompt with what its own mapping says of it; `texts` are those of all prompts of the file."""
    turns = turns_of(prompt)
    header = prompt.header
    description, model = header.get("description"), header.get("model")
    listed = header.get("input_variables") or header.get("variables")
    declared = [
        {"name": str(item.value), "kind": "string"}
        for item in (listed.items if listed else ())
        if item.text()
    ]
    lost = [
        f"`{entry.name}`"
        for entry in header.entries
        if entry.name not in _KNOWN and not any(node.span in texts for node in entry.value.walk())
    ]
    return Draft(
        name,
        turns.turns,
        tuple(declared),
        tuple(lost),
        turns.refusals,
        (description.text() or "") if description else "",
        {"id": model.text()} if model and model.text() else {},
        engine=turns.engine,
    )
