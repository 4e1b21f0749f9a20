"""The blocks around each output of a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.syntax.templates.jinja.tree import Block, Island, Template

Around = tuple[tuple[Block, int], ...]
"""Blocks, outer first, each with the number of the branch that is meant."""

NO_BLOCKS: Around = ()


class Placed(NamedTuple):
    """An output with the blocks around it."""

    island: Island
    around: Around

    def inside(self, *tags: str) -> Block | None:
        """The innermost block of these tags around the output."""
        return next((block for block, _ in reversed(self.around) if block.tag in tags), None)


def placed_outputs(template: Template) -> Iterator[Placed]:
    """All outputs in the order of the text; the tag of a `call` block is one, for what its macro writes."""
    stack: list[tuple[Block | Island, Around]] = [
        (node, NO_BLOCKS) for node in reversed(template.children)
    ]
    while stack:
        node, around = stack.pop()
        if isinstance(node, Island):
            if node.kind == "output" or node.parsed.tag == "print":
                yield Placed(node, around)
            continue
        if node.tag == "call":
            yield Placed(node.branches[0].island, around)
        for number in range(len(node.branches) - 1, -1, -1):
            inner = (*around, (node, number))
            stack.extend((child, inner) for child in reversed(node.branches[number].children))
