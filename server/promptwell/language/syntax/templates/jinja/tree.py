"""The tree of a template: islands in their order, expressions inside them, blocks around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from promptwell.language.syntax.problem import Problem
from promptwell.language.text.source import Span

IslandKind = Literal["output", "statement", "comment", "raw"]

ExpressionKind = Literal[
    "name",  # `value` is the name
    "attribute",  # children: (object,); `value` the attribute's name, `name_span` its place
    "item",  # `x[key]`; children: (object, key)
    "call",  # children: (callee, *arguments)
    "keyword",  # `key=value` among arguments; `value` the key; children: (argument,)
    "star",  # `*args` or `**kwargs` among arguments; children: (argument,)
    "filter",  # `x|name(args)`; `value` the filter's name; children: (input, *arguments)
    "test",  # `x is [not] name args`; `value` the test's name; children: (input, *arguments)
    "constant",  # `value` is the Python value
    "list",
    "tuple",
    "dict",  # children alternate key, value
    "operation",  # `value` is the operator (`and`, `+`, `==`, `not`, `-` ...); children: operands
    "conditional",  # `a if test else b`; children: (a, test[, b])
    "slice",  # children: up to three bounds
    "missing",  # nothing where an expression was expected: half-typed text
]


@dataclass(frozen=True, slots=True)
class Expression:
    """A part of an expression. `span` and `name_span` are offsets in the island's own text.

    `name_span` covers the bare name for `name`, `attribute`, `filter`, `test` and `keyword`.
    """

    kind: ExpressionKind
    span: Span
    value: Any = None
    children: tuple[Expression, ...] = ()
    name_span: Span = Span(0, 0)

    def walk(self) -> Iterator[Expression]:
        """This expression and all below it, outer first, in the order of the text."""
        stack = [self]
        while stack:
            expression = stack.pop()
            yield expression
            stack.extend(reversed(expression.children))


class Binding(NamedTuple):
    """A name that a tag introduces, and its place in the island's text."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one island says, with places counted from the island's first character.

    `tag` is the tag's name for statements (`for`, `endif` ...), else "".
    `expressions` are those it evaluates, in the order of the text: for `for` the iterable
    and an `if` filter, for `set`, `if`, `elif` the value, for `include`, `import`, `from`,
    `extends` the template's path, for `macro` and `call` the defaults and the call,
    for `filter` the filter chain over a missing input.
    `bindings` are the names it introduces: loop variables, `set` targets (not attributes),
    parameters of `macro` and `call`, `with` names, import aliases.
    `name` is the macro's, block's or section's name (what `macro`, `block`, `endblock` and the
    tags of a Mustache section carry).
    `assigns` tells a `set` with a value from one that captures a block.
    `aliases` of `from` pairs each imported name with its binding's name.
    `flags` are the words that modify a tag: `recursive`, `scoped`, `required`,
    `ignore missing`, `with context`, `without context`.
    """

    tag: str = ""
    tag_span: Span = Span(0, 0)
    expressions: tuple[Expression, ...] = ()
    bindings: tuple[Binding, ...] = ()
    name: str = ""
    name_span: Span = Span(0, 0)
    assigns: bool = False
    aliases: tuple[tuple[Binding, str], ...] = ()
    flags: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Island:
    """One `{{ }}`, `{% %}`, `{# #}` or raw block. `span` is absolute; `parsed` counts from its start.

    `closed` is False where the closing delimiter is missing; the island then ends with its line.
    """

    kind: IslandKind
    span: Span
    parsed: Parsed
    closed: bool = True

    def absolute(self, span: Span) -> Span:
        """A place of `parsed` as a place in the file."""
        return Span(span.start + self.span.start, span.end + self.span.start)


@dataclass(frozen=True, slots=True)
class Branch:
    """One arm of a block: the tag that opens it (`if`, `elif`, `else`, `for` ...) and what it holds."""

    island: Island
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block from its opening tag to its end; `end` is None where the end is missing."""

    branches: tuple[Branch, ...]
    end: Island | None
    span: Span

    @property
    def tag(self) -> str:
        """The opening tag's name."""
        return self.branches[0].island.parsed.tag


Node = Island | Block


@dataclass(frozen=True, slots=True)
class Template:
    """A template: all islands in the order of the text, and the same islands as nested blocks."""

    span: Span
    islands: tuple[Island, ...] = ()
    children: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()

    def island_at(self, offset: int) -> Island | None:
        """The island in which an offset lies, both delimiters included."""
        low, high = 0, len(self.islands)
        while low < high:
            middle = (low + high) // 2
            if self.islands[middle].span.end < offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.islands) and self.islands[low].span.start < offset:
            return self.islands[low]
        return None

    def islands_in(self, span: Span) -> Iterator[Island]:
        """The islands that lie in a range, wholly or in part."""
        index = bisect_right(self.islands, span.start, key=lambda island: island.span.end)
        while index < len(self.islands) and self.islands[index].span.start < span.end:
            yield self.islands[index]
            index += 1

    def blocks(self) -> Iterator[Block]:
        """All blocks, outer first, in the order of the text."""
        stack: list[Node] = list(reversed(self.children))
        while stack:
            node = stack.pop()
            if isinstance(node, Block):
                yield node
                for branch in reversed(node.branches):
                    stack.extend(reversed(branch.children))
