"""The blocks around each output of a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.syntax.templates.jinja.tree import Block, Island, Template

_DEEPEST = 100


class Around(NamedTuple):
    """A block, the number of the branch that is meant, and what is around it.

    A chain, not a list: templates made to hurt nest blocks by the thousand.
    """

    block: Block
    branch: int
    outer: Around | None

    def outward(self) -> Iterator[tuple[Block, int]]:
        """This block and those around it, inner first."""
        around: Around | None = self
        for _ in range(_DEEPEST):
            if around is None:
                return
            yield around.block, around.branch
            around = around.outer


class Placed(NamedTuple):
    """An output with the blocks around it; `around` is None where there are none."""

    island: Island
    around: Around | None

    def inside(self, *tags: str) -> Block | None:
        """The innermost block of these tags around the output."""
        return next((block for block, _ in outward(self.around) if block.tag in tags), None)


def outward(around: Around | None) -> Iterator[tuple[Block, int]]:
    """The blocks around a place with their branches, inner first."""
    if around is not None:
        yield from around.outward()


def placed_islands(template: Template) -> Iterator[Placed]:
    """All tags and outputs that open no block, in the order of the text, and the tags of `call` blocks."""
    stack: list[tuple[Block | Island, Around | None]] = [
        (node, None) for node in reversed(template.children)
    ]
    while stack:
        node, around = stack.pop()
        if isinstance(node, Island):
            yield Placed(node, around)
            continue
        if node.tag == "call":  # its macro writes something here
            yield Placed(node.branches[0].island, around)
        for number in range(len(node.branches) - 1, -1, -1):
            inner = Around(node, number, around)
            stack.extend((child, inner) for child in reversed(node.branches[number].children))


def placed_outputs(template: Template) -> Iterator[Placed]:
    """The outputs among them, and the tags of `call` blocks."""
    for placed in placed_islands(template):
        island = placed.island
        if island.kind == "output" or island.parsed.tag in ("print", "call"):
            yield placed
