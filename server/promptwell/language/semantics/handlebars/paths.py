"""A Handlebars path: where it begins, and the fields it reads."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.syntax.templates.jinja.tree import Expression
from promptwell.language.text.source import Span


class Path(NamedTuple):
    """`name` is the first word: a name, `this`, `..`, `../..`, `@root`, `@index`. Places are in the island's text.

    `climbs` counts the `../`; it is None for values behind `@` other than `@root`.
    """

    name: str
    span: Span
    steps: tuple[tuple[str, Span], ...]
    climbs: int | None

    @property
    def plain_name(self) -> str:
        """The first word where it is a name of its own; "" for `this`, `..` and `@root`."""
        return self.name if self.name[:1] not in (".", "@") and self.name != "this" else ""


def path_of(expression: Expression) -> Path:
    """The path that a name or an attribute is; what is still to be typed at its end is left out."""
    steps: list[tuple[str, Span]] = []
    while expression.kind == "attribute":
        steps.append((str(expression.value), expression.name_span))
        expression = expression.children[0]
    steps.reverse()
    empty = next((index for index, (name, _) in enumerate(steps) if not name), len(steps))
    name = str(expression.value)
    climbs: int | None = name.count("..") if name.startswith(".") else 0
    if name.startswith("@") and name != "@root":
        climbs = None
    return Path(name, expression.name_span, tuple(steps[:empty]), climbs)
