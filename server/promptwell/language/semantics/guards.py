"""Where a template asks whether a value is there before it uses it."""

from __future__ import annotations

from promptwell.language.semantics.model import SemanticModel, Use
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
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


def copes_alone(use: Use) -> bool:
    """Whether the use's own expression says what to write in place of a missing value.

    `x or "none"`, `x if x else "none"` and what the use itself is known to do (`default`).
    """
    if use.guarded:
        return True
    if use.island is None or use.island.parsed.tag:
        return False
    return any(
        _falls_back(part, use.name)
        for expression in use.island.parsed.expressions
        if expression.kind != "name"
        for part in expression.walk()
    )


def names_in(island: Island) -> set[str]:
    """The variables that an island's expressions read."""
    return {
        str(part.value)
        for expression in island.parsed.expressions
        for part in expression.walk()
        if part.kind == "name"
    }


def _falls_back(part: Expression, name: str) -> bool:
    if part.kind == "conditional" and len(part.children) > 1:
        return _reads(part.children[1], name)
    if part.kind == "operation" and part.value in ("or", "and"):
        return any(_reads(child, name) for child in part.children[:-1])
    return False


def _reads(expression: Expression, name: str) -> bool:
    return any(part.kind == "name" and part.value == name for part in expression.walk())
