"""Nests the islands into blocks and finds blocks that are not closed and ends that close nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.dialects import Dialect
from promptwell.language.syntax.templates.jinja.tree import Block, Branch, Island, Node
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

# Jinja compiles to Python, which allows 100 levels of indentation and 20 nested loops.
MAX_BLOCK_DEPTH = 98
MAX_LOOP_DEPTH = 20
# Below this the tree is flat: what can't be compiled need not be nested, only walked safely.
_DEEPEST_TREE = 200


class _Open:
    """A block whose end has not come yet."""

    def __init__(self, island: Island) -> None:
        self.island = island
        self.branches: list[tuple[Island, list[Node]]] = [(island, [])]
        self.has_else = False

    @property
    def tag(self) -> str:
        return self.island.parsed.tag

    def close(self, end: Island | None, at: int) -> Block:
        branches = tuple(Branch(island, tuple(children)) for island, children in self.branches)
        span = Span(self.island.span.start, end.span.end if end else at)
        return Block(branches, end, span)


class BlockNester:
    """Reads islands one after another and keeps the blocks that are open."""

    def __init__(self, dialect: Dialect, span: Span) -> None:
        self.dialect = dialect
        self.span = span
        self.problems: list[Problem] = []
        self._top: list[Node] = []
        self._stack: list[_Open] = []
        self._open_tags: Counter[str] = Counter()
        self._block_names: dict[str, Span] = {}
        self._foreign_ends: frozenset[str] = frozenset()

    def nest(self, islands: Iterable[Island]) -> tuple[Node, ...]:
        """The islands as nested blocks; problems gather in `problems`."""
        listed = list(islands)
        # A tag nobody here knows holds a body if its end follows somewhere.
        self._foreign_ends = frozenset(
            island.parsed.tag
            for island in listed
            if island.parsed.tag.startswith("end") and not self.dialect.knows_tag(island.parsed.tag)
        )
        for island in listed:
            if island.kind == "statement" and island.parsed.tag:
                self._statement(island)
            elif island.kind != "comment":
                self._append(island)
        while self._stack:
            self._close_top(None, self.span.end)
        return tuple(self._top)

    def _statement(self, island: Island) -> None:
        parsed = island.parsed
        tag = parsed.tag
        if self._opens(island):
            self._open(island)
        elif tag in ("elif", "else", "pluralize"):
            self._divide(island)
        elif tag in self.dialect.ends or tag in self._foreign_ends:
            self._end(island)
        elif tag.startswith("end") and self._stack:
            # A misspelled end, already reported: it most likely closes the innermost block.
            self._close_top(island, island.span.end)
        else:
            if tag in ("break", "continue") and not self._open_tags["for"]:
                self._fault(island, f"`{tag}` stands outside a loop")
            self._append(island)

    def _opens(self, island: Island) -> bool:
        parsed = island.parsed
        if parsed.tag == "set":
            # A half-typed `{% set x` is no block; without names it was reported already.
            return (
                not parsed.assigns and bool(parsed.bindings or parsed.expressions) and island.closed
            )
        return parsed.tag in self.dialect.blocks or f"end{parsed.tag}" in self._foreign_ends

    def _open(self, island: Island) -> None:
        tag, parsed = island.parsed.tag, island.parsed
        if tag == "block" and parsed.name:
            first = self._block_names.setdefault(parsed.name, island.absolute(parsed.name_span))
            if first != island.absolute(parsed.name_span):
                self.problems.append(
                    Problem(
                        "template-syntax",
                        island.absolute(parsed.name_span),
                        f"block `{parsed.name}` is defined twice",
                        ((first, "first defined here"),),
                    )
                )
        loops = tag == "for" and self._open_tags["for"] == MAX_LOOP_DEPTH
        if loops or (tag != "with" and self._depth() == MAX_BLOCK_DEPTH):
            message = "blocks are nested too deeply here: the template can't be compiled"
            self.problems.append(Problem("nesting-too-deep", island.span, message))
        if len(self._stack) >= _DEEPEST_TREE:
            self._append(island)
        self._stack.append(_Open(island))
        self._open_tags[tag] += 1

    def _depth(self) -> int:
        return len(self._stack) - self._open_tags["with"]

    def _divide(self, island: Island) -> None:
        tag = island.parsed.tag
        allowed = self.dialect.blocks.get(self._stack[-1].tag, ("", ()))[1] if self._stack else ()
        if tag not in allowed:
            owner = f"`{self._stack[-1].tag}` has no `{tag}`" if self._stack else "no block is open"
            message = f"`{tag}` does not belong here: {owner}"
            self.problems.append(Problem("stray-end", island.span, message, self._opened_here()))
            self._append(island)
            return
        if self._stack[-1].has_else:
            message = f"`{tag}` after `else`: `else` is the last branch of a block"
            self.problems.append(Problem("stray-end", island.span, message, self._opened_here()))
        if len(self._stack) > _DEEPEST_TREE:
            self._append(island)
        self._stack[-1].has_else = self._stack[-1].has_else or tag == "else"
        self._stack[-1].branches.append((island, []))

    def _end(self, island: Island) -> None:
        tag = island.parsed.tag
        if not any(
            count and self._end_of(open_) == tag for open_, count in self._open_tags.items()
        ):
            self._stray(island)
            return
        while self._end_of(self._stack[-1].tag) != tag:
            self._close_top(None, island.span.start)
        opened = self._stack[-1].island.parsed
        if tag == "endblock" and island.parsed.name and island.parsed.name != opened.name:
            message = (
                f"`endblock` names `{island.parsed.name}`, but the open block is `{opened.name}`"
            )
            place = island.absolute(island.parsed.name_span)
            fix = (f"Change to `{opened.name}`", (TextEdit(place, opened.name),))
            self.problems.append(
                Problem("template-syntax", place, message, self._opened_here(), fix)
            )
        self._close_top(island, island.span.end)

    def _close_top(self, end: Island | None, at: int) -> None:
        opened = self._stack.pop()
        self._open_tags[opened.tag] -= 1
        if end is None:
            tag = opened.tag
            message = f"`{tag}` is never closed: `{{% {self._end_of(tag)} %}}` is missing"
            self.problems.append(Problem("unclosed-block", opened.island.span, message))
        if len(self._stack) < _DEEPEST_TREE:
            self._append(opened.close(end, at))
        elif end is not None:
            self._append(end)

    def _stray(self, island: Island) -> None:
        tag = island.parsed.tag
        if self._stack:
            opened = self._stack[-1].tag
            message = f"`{tag}` closes nothing: the open block is `{opened}`"
            wanted = self._end_of(opened)
            place = island.absolute(island.parsed.tag_span)
            fix = (f"Change to `{wanted}`", (TextEdit(place, wanted),))
        else:
            message = f"`{tag}` closes nothing: no block is open"
            fix = (f"Remove `{tag}`", (TextEdit(island.span, ""),))
        self.problems.append(Problem("stray-end", island.span, message, self._opened_here(), fix))
        self._append(island)

    def _opened_here(self) -> tuple[tuple[Span, str], ...]:
        if not self._stack:
            return ()
        return ((self._stack[-1].island.span, f"`{self._stack[-1].tag}` opens here"),)

    def _end_of(self, tag: str) -> str:
        return self.dialect.blocks.get(tag, (f"end{tag}", ()))[0]

    def _fault(self, island: Island, message: str) -> None:
        place = island.absolute(island.parsed.tag_span)
        self.problems.append(Problem("template-syntax", place, message))

    def _append(self, node: Node) -> None:
        if not self._stack:
            self._top.append(node)
            return
        holder = self._stack[min(len(self._stack), _DEEPEST_TREE) - 1]
        holder.branches[-1][1].append(node)
