"""Where a template asks whether a value is there before it uses it."""

from __future__ import annotations

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

_QUESTIONS = frozenset({"if", "elif"})


def asked_about(model: SemanticModel) -> dict[str, list[Span]]:
    """Names that an `if` asks about, each with the blocks in which the answer is known.

    The whole block counts, `else` as well: whoever asks has thought of both answers.
    """
    found: dict[str, list[Span]] = {}
    for block in model.document.template.blocks():
        if block.tag == "if":
            for branch in block.branches:
                if branch.island.parsed.tag in _QUESTIONS:
                    for name in names_in(branch.island):
                        found.setdefault(name, []).append(block.span)
    return found


def names_in(island: Island) -> set[str]:
    """The variables that an island's expressions read."""
    return {
        str(part.value)
        for expression in island.parsed.expressions
        for part in expression.walk()
        if part.kind == "name"
    }
