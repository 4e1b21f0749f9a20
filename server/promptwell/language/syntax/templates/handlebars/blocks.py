"""Nests the tags of a Handlebars template in blocks, and reports those that don't fit together."""

from __future__ import annotations

from collections import Counter

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Block, Branch, Island, Node
from promptwell.language.text.source import Span

_DEEPEST = 100


class _Open:
    """A block whose end has not come yet, or the template itself (without an island)."""

    def __init__(self, island: Island | None, name: str) -> None:
        self.island = island
        self.name = name
        self.heads: list[Island] = [island] if island else []
        self.branches: list[list[Node]] = [[]]

    @property
    def children(self) -> list[Node]:
        """What the last branch holds."""
        return self.branches[-1]


class BlockBuilder:
    """Takes the tags in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.islands: list[Island] = []
        self.problems: list[Problem] = []
        self._open = [_Open(None, "")]
        self._names: Counter[str] = Counter()
        self._too_deep: Counter[str] = Counter()

    def add(self, island: Island) -> None:
        """A tag that stands for itself."""
        self.islands.append(island)
        self._open[-1].children.append(island)

    def open(self, island: Island, name: str) -> None:
        """A tag that begins a block, and the name by which it ends."""
        if not name:  # `{{#`, whose name is still to be typed
            self.add(island)
            return
        if len(self._open) > _DEEPEST:
            if not self._too_deep:
                message = f"blocks nest more than {_DEEPEST} levels deep here"
                self.problems.append(Problem("nesting-too-deep", island.span, message))
            self._too_deep[name] += 1
            self.add(island)
            return
        self.islands.append(island)
        self._open.append(_Open(island, name))
        self._names[name] += 1

    def divide(self, island: Island) -> None:
        """`{{else}}`, `{{^}}` or `{{else if x}}`."""
        current = self._open[-1]
        if current.island is None or current.island.parsed.tag.startswith(("#>", "*")):
            message = f"no block is open that this `{island.parsed.tag}` could divide"
            self.problems.append(Problem("stray-end", island.span, message))
            self.add(island)
            return
        if any(head.parsed.tag == "else" for head in current.heads[1:]):
            message = f"`{current.name}` has had its `else` already"
            related = ((current.heads[-1].span, "here"),)
            self.problems.append(Problem("stray-end", island.span, message, related))
        self.islands.append(island)
        current.heads.append(island)
        current.branches.append([])

    def close(self, island: Island) -> None:
        """`{{/if}}`: the end of the innermost block of that name."""
        name = island.parsed.tag[1:]
        if not name or self._too_deep[name]:
            self._too_deep[name] -= 1
            self.add(island)
            return
        if not self._names[name]:
            current = self._open[-1]
            related: tuple[tuple[Span, str], ...] = ()
            message = f"no block `{name}` is open here"
            if current.island is not None and name:
                message += f"; the one that is open is `{current.name}`"
                related = ((current.island.span, "opened here"),)
            self.problems.append(Problem("stray-end", island.span, message, related))
            self.add(island)
            return
        self.islands.append(island)
        while self._open[-1].name != name:
            unclosed = self._open[-1]
            if unclosed.island is not None:
                message = f"`{unclosed.name}` is not closed before `{name}` ends"
                related = ((island.span, f"`{name}` ends here"),)
                problem = Problem("unclosed-block", unclosed.island.span, message, related)
                self.problems.append(problem)
            self._close(None)
        self._close(island)

    def finish(self) -> tuple[Node, ...]:
        """The nodes of the template; blocks that are still open end with it."""
        while len(self._open) > 1:
            unclosed = self._open[-1]
            if unclosed.island is not None:
                message = (
                    f"`{unclosed.name}` is never closed: `{{{{/{unclosed.name}}}}}` is missing"
                )
                self.problems.append(Problem("unclosed-block", unclosed.island.span, message))
            self._close(None)
        return tuple(self._open[0].children)

    def _close(self, end: Island | None) -> None:
        closed = self._open.pop()
        self._names[closed.name] -= 1
        branches = tuple(
            Branch(head, tuple(children))
            for head, children in zip(closed.heads, closed.branches, strict=True)
        )
        if end is not None:
            stop = end.span.end
        else:
            last = closed.children[-1].span.end if closed.children else closed.heads[-1].span.end
            stop = max(last, closed.heads[-1].span.end)
        start = closed.heads[0].span.start
        self._open[-1].children.append(Block(branches, end, Span(start, stop)))
