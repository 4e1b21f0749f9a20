"""The messages of a prompt as a conversation: which always come, which only sometimes."""

from __future__ import annotations

from bisect import bisect_left

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.document import Message
from promptwell.language.text.source import Span

# Blocks in which a message may come once, never or many times. Those that make a message
# themselves (`chat`, `message`) are not among them.
_UNSURE = frozenset({"if", "for", "macro", "call", "set", "block", "filter", "autoescape"})


def certain_messages(model: SemanticModel) -> list[Message]:
    """The messages that every rendering has exactly once, in their order.

    A role line inside a condition or a loop may come or not, and a text before the first
    role line may be none.
    """
    unsure: list[Span] = []  # the outermost ones: what is in an inner one is in its outer one, too
    for block in model.document.template.blocks():
        if block.tag in _UNSURE and not (unsure and unsure[-1].covers(block.span)):
            unsure.append(block.span)
    return [
        message
        for message in model.messages
        if message.role and not message.implicit and not _inside(message.marker, unsure)
    ]


def _inside(place: Span, blocks: list[Span]) -> bool:
    """Whether a place lies in one of the blocks, which are in order and apart from each other."""
    before = bisect_left(blocks, Span(place.start, 0)) - 1
    return before >= 0 and place.end <= blocks[before].end
