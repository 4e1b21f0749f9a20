"""Where a template asks whether a value is there before it uses it."""

from __future__ import annotations

from promptwell.language.semantics.model import SemanticModel
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


def names_in(island: Island) -> set[str]:
    """The variables that an island's expressions read."""
    return {
        str(part.value)
        for expression in island.parsed.expressions
        for part in expression.walk()
        if part.kind == "name"
    }


def names_fallen_back_from(expression: Expression) -> frozenset[str]:
    """Names that an expression has something else for: `x or "none"`, `x if x else "none"`."""
    found: set[str] = set()
    for inner in expression.walk():
        asked: tuple[Expression, ...] = ()
        if inner.kind == "conditional":
            asked = inner.children[1:2]
        elif inner.kind == "operation" and inner.value in ("or", "and"):
            asked = inner.children[:-1]
        for each in asked:
            found.update(part.value for part in each.walk() if part.kind == "name")
    return frozenset(found)


def names_tested(expression: Expression) -> frozenset[str]:
    """Names that an expression asks about with `is defined` or `is undefined`."""
    return frozenset(
        inner.children[0].value
        for inner in expression.walk()
        if inner.kind == "test"
        and inner.value in ("defined", "undefined")
        and inner.children[0].kind == "name"
    )
