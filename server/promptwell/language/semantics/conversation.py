"""The messages of a prompt as a conversation: which always come, which only sometimes."""

from __future__ import annotations

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.document import Message

# Blocks in which a message may come once, never or many times. Those that make a message
# themselves (`chat`, `message`) are not among them.
_UNSURE = frozenset({"if", "for", "macro", "call", "set", "block", "filter", "autoescape"})


def certain_messages(model: SemanticModel) -> list[Message]:
    """The messages that every rendering has exactly once, in their order.

    A role line inside a condition or a loop may come or not, and a text before the first
    role line may be none.
    """
    unsure = [block.span for block in model.document.template.blocks() if block.tag in _UNSURE]
    return [
        message
        for message in model.messages
        if message.role
        and not message.implicit
        and not any(
            span.start < message.marker.start and message.marker.end <= span.end for span in unsure
        )
    ]
