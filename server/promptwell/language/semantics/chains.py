"""Chains of a name and the attributes read from it: `user.address["city"]`."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.syntax.templates.jinja.tree import Expression
from promptwell.language.text.source import Span


class Chain(NamedTuple):
    """A name with its attributes. Places are in the island's text.

    `span` is the bare name, without the brackets that may stand around it.
    A step by position or by a computed key (`items[0]`, `items[index]`) is `[]` in the path;
    `keys` are those expressions, which may use names of their own.
    """

    name: str
    span: Span
    path: tuple[str, ...]
    path_spans: tuple[Span, ...]
    keys: tuple[Expression, ...]


def chain_of(expression: Expression) -> Chain | None:
    """The chain that an expression is, or None where it is something else."""
    links: list[Expression] = []
    current = expression
    while current.kind in ("attribute", "item"):
        links.append(current)
        current = current.children[0]
    if current.kind != "name":
        return None
    path: list[str] = []
    spans: list[Span] = []
    keys: list[Expression] = []
    for link in reversed(links):
        if link.kind == "attribute":
            step, place = str(link.value), link.name_span
        else:
            key = link.children[1]
            if key.kind == "constant" and isinstance(key.value, str):
                step, place = key.value, Span(key.span.start + 1, key.span.end - 1)
            else:
                keys.append(key)
                step, place = "[]", key.span
        path.append(step)
        spans.append(place)
    if "" in path:  # `user.` half-typed
        cut = path.index("")
        path, spans = path[:cut], spans[:cut]
    return Chain(str(current.value), current.name_span, tuple(path), tuple(spans), tuple(keys))
