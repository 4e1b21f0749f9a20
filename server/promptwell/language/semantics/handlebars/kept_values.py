"""Names that a template of Semantic Kernel gives to values itself: `{{set "name" value}}`, `{{get "name"}}`."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from promptwell.language.semantics.model import Local
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span


class Kept(NamedTuple):
    """A name in quotes, its place in the island without them, and the value it is given; `get` gives none.

    The name is "" where it is computed.
    """

    name: str
    span: Span
    value: Expression | None


def kept_by(helper: str, arguments: Sequence[Expression]) -> Kept | None:
    """The name that a call of `set` gives or a call of `get` reads; None for any other call."""
    if helper not in ("set", "get"):
        return None
    named = {str(each.value): each.children[0] for each in arguments if each.kind == "keyword"}
    values = [each for each in arguments if each.kind != "keyword"]
    name = values[0] if values else named.get("name")
    if name is None:
        return None
    value = None
    if helper == "set":
        value = values[1] if len(values) > 1 else named.get("value")
    if name.kind != "constant" or not isinstance(name.value, str) or not name.value:
        return Kept("", name.span, value)
    return Kept(name.value, Span(name.span.start + 1, name.span.end - 1), value)


def kept_names(document: PromptDocument, inputs: Container[str]) -> tuple[list[Local], bool]:
    """The names that a template gives to values, and whether others are computed; inputs are left out."""
    found: list[Local] = []
    computed = False
    end = document.template.span.end
    for island in document.template.islands:
        for head, arguments in _calls_in(island):
            kept = kept_by("set", arguments) if head.value == "set" else None
            if kept is None or kept.name in inputs:
                continue
            computed = computed or not kept.name
            if kept.name:
                reach = Span(island.span.start, end)
                place = island.absolute(kept.span)
                found.append(Local(kept.name, place, "set", reach, island, kept.value))
    return found, computed


def _calls_in(island: Island) -> Iterator[tuple[Expression, tuple[Expression, ...]]]:
    """The helpers that a tag calls with arguments, those in parentheses included."""
    for root in island.parsed.expressions:
        for expression in root.walk():
            if expression.kind == "call" and expression.children[0].kind == "name":
                yield expression.children[0], expression.children[1:]
