"""Expressions of a template with the values to try them out with. Whoever renders them decides how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from promptwell.language.features.example_values import example_of
from promptwell.language.semantics.model import ABSENT, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

_LONGEST = 2000
# Values of these kinds are put in as parts of a message, not as text.
_RICH = frozenset({"thread", "image", "file", "audio"})


class Preview(NamedTuple):
    """A template that writes one expression of a file, and values for all names in it."""

    template: str
    values: dict[str, Any]
    span: Span


def preview_at(project: Project, model: SemanticModel, offset: int) -> Preview | None:
    """What would be written by the filter, test or call at an offset, or by the output whose braces it touches.

    None where the text is broken, or a value is not known.
    """
    document = model.document
    island = document.template.island_at(offset) or document.template.island_at(offset + 1)
    if island is None or document.engine != "jinja2":
        return None
    if not island.closed or island.parsed.problems:
        return None
    expression = _expression(island, offset)
    if expression is None or expression.span.end - expression.span.start > _LONGEST:
        return None
    if any(inner.kind == "missing" for inner in expression.walk()):
        return None
    values: dict[str, Any] = {}
    calls_macros = False
    for name in _names(expression):
        local = model.visible_locals(island.span.start).get(name)
        if name in SPECIAL_NAMES and local is None:
            return None
        if local is not None and local.kind in ("macro", "import"):
            calls_macros = True
            continue
        if model.type_of_input(name).kind in _RICH:
            return None
        known = example_of(project, model, name, island.span.start)
        if known is not ABSENT:
            values[name] = known
        elif name not in dialect(document.dialect).globals:
            return None
    written = document.source.slice(island.absolute(expression.span))
    head = "".join(_definitions(model)) if calls_macros else ""
    return Preview(f"{head}{{{{ ({written}) }}}}", values, island.absolute(expression.span))


def _expression(island: Island, offset: int) -> Expression | None:
    """The smallest filter, test or call whose name is at an offset; at the braces, the whole output."""
    at = offset - island.span.start
    found: Expression | None = None
    for outer in island.parsed.expressions:
        for inner in outer.walk():
            if _name_of(inner).contains(at) and inner.kind in ("filter", "test", "call"):
                found = inner
    if found is not None or island.kind != "output" or len(island.parsed.expressions) != 1:
        return found
    length = island.span.end - island.span.start
    return island.parsed.expressions[0] if at <= 2 or at >= length - 2 else None


def _name_of(expression: Expression) -> Span:
    return expression.children[0].name_span if expression.kind == "call" else expression.name_span


def _names(expression: Expression) -> Iterator[str]:
    return (str(inner.value) for inner in expression.walk() if inner.kind == "name")


def _definitions(model: SemanticModel) -> Iterator[str]:
    """The macros of the file as they are written, and its imports."""
    source = model.document.source
    for island in model.document.template.islands:
        if island.parsed.tag in ("import", "from") and island.closed:
            yield source.slice(island.span)
    for block in model.document.template.blocks():
        if block.tag == "macro" and block.end is not None:
            yield source.slice(block.span)
