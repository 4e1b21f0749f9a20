"""A text cut into messages as LiteLLM cuts it: at lines that begin with `System:`, `User:` or `Assistant:`.

The words follow on the same line. The capital letter counts; other roles are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from promptwell.language.syntax.document import Message
from promptwell.language.syntax.messages import whole_message
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import Span

SPEAKER_ROLES = ("system", "user", "assistant")

_SPEAKER = re.compile(r"^[ \t]*+(?P<name>System|User|Assistant):[ \t]*+", re.MULTILINE)


def speaker_messages(
    text: str, span: Span | None = None, template: Template | None = None
) -> tuple[Message, ...]:
    """The messages of a text, each from its speaker's name up to the next one.

    What stands before the first is the user's. With a `template`, names inside its tags don't count.
    """
    span = span or Span(0, len(text))
    marks = [
        match
        for match in _SPEAKER.finditer(text, span.start, span.end)
        if template is None or template.island_at(match.start("name") + 1) is None
    ]
    first = marks[0].start() if marks else span.end
    found = list(whole_message(text, Span(span.start, first), "user"))
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else span.end
        marker = Span(mark.start("name"), mark.end("name") + 1)
        role = mark["name"].lower()
        found.append(Message(role, marker, Span(*mark.span("name")), Span(mark.end(), end)))
    return tuple(found)


def spoken(text: str) -> Sequence[tuple[str, str]]:
    """Role and words of each message of a rendered text. LiteLLM takes the blanks off every line."""
    messages = speaker_messages(text)
    found = [
        (
            each.role,
            "\n".join(map(str.strip, text[each.content.start : each.content.end].split("\n"))),
        )
        for each in messages
    ]
    stripped = [(role, words.strip()) for role, words in found]
    return stripped[:-1] if stripped and not stripped[-1][1] else stripped
