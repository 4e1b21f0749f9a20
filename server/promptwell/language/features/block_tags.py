"""The tags that belong to one block: its opening tag, those that divide it, its end."""

from __future__ import annotations

import re

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Block, Island
from promptwell.language.text.source import Span

_RAW = re.compile(r"\{%[-+]?\s*(raw)\b.*?(?:\b(endraw)\s*[-+]?%\})?\Z", re.DOTALL)


def block_at(document: PromptDocument, offset: int) -> Block | None:
    """The block of which one tag touches an offset."""
    island = document.template.island_at(offset)
    if island is None or island.kind != "statement":
        return None
    for block in document.template.blocks():
        if block.span.contains(offset) and any(each is island for each in islands_of(block)):
            return block
    return None


def islands_of(block: Block) -> list[Island]:
    """The tags of a block, in the order of the text."""
    found = [branch.island for branch in block.branches]
    return [*found, block.end] if block.end else found


def raw_words(document: PromptDocument, island: Island) -> list[Span]:
    """The words `raw` and `endraw` of a raw block."""
    match = _RAW.match(document.source.slice(island.span))
    if match is None:
        return []
    return [island.absolute(Span(*match.span(each))) for each in (1, 2) if match[each]]
