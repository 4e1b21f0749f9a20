"""Messages that Semantic Kernel's helper `message` writes: `{{#message role="user"}} ... {{/message}}`."""

from __future__ import annotations

from promptwell.language.syntax.document import Message
from promptwell.language.syntax.templates.jinja.tree import Block, Expression, Template
from promptwell.language.text.source import Span


def role_of_block(block: Block) -> Expression | None:
    """The text that names the role of a `{{#message}}`; None where it is computed, and in other blocks."""
    island = block.branches[0].island
    if island.parsed.tag != "message" or block.end is None:
        return None
    for expression in island.parsed.expressions:
        for argument in expression.children[1:]:
            value = argument.children[0] if argument.kind == "keyword" else None
            if value is not None and argument.value == "role" and value.kind == "constant":
                return value if isinstance(value.value, str) else None
    return None


def kernel_messages(template: Template) -> tuple[Message, ...]:
    """The messages whose role is written there; those within loops have one that is computed."""
    found: list[Message] = []
    for block in template.blocks():
        role = role_of_block(block)
        if role is None or block.end is None:
            continue
        island = block.branches[0].island
        name = island.absolute(Span(role.span.start + 1, role.span.end - 1))
        content = Span(island.span.end, block.end.span.start)
        found.append(Message(str(role.value).lower(), island.span, name, content))
    return tuple(sorted(found, key=lambda each: each.marker))
