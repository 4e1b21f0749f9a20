"""The messages in a rendered text: cut at role lines, or between the marks of message tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from promptwell.errors import RenderError
from promptwell.language.syntax.document import Message
from promptwell.language.syntax.messages import (
    ALL_ROLES,
    PROMPTY_ROLES,
    rendered_messages,
    split_messages,
)
from promptwell.language.syntax.rendering.result import Part, PartKind, RenderedMessage, Segment
from promptwell.language.syntax.rendering.rich import message_of
from promptwell.language.syntax.rendering.tokens import Found, Tokens
from promptwell.language.syntax.speaker_lines import speaker_messages, spoken

TAGGED_DIALECTS = frozenset({"banks", "haystack", "chat-template"})


def roles_of(dialect: str) -> tuple[str, ...]:
    """The roles that a line may name in a dialect."""
    return PROMPTY_ROLES if dialect in ("prompty-v2", "prompty-portable") else ALL_ROLES


def role_lines(text: str, dialect: str) -> tuple[Message, ...]:
    """The messages of a text as its role lines cut it in a dialect."""
    if dialect == "litellm":
        return speaker_messages(text)
    return split_messages(text, None, roles_of(dialect))


def messages_from_lines(text: str, dialect: str) -> tuple[RenderedMessage, ...]:
    """The messages of a text with role lines; without any, a plain template's text has no role."""
    if dialect == "litellm":
        return tuple(RenderedMessage(role, (Part("text", words),)) for role, words in spoken(text))
    roles = roles_of(dialect)
    found = rendered_messages(text, roles)
    if dialect == "plain" and not any(
        not each.implicit for each in split_messages(text, None, roles)
    ):
        return (RenderedMessage("", (Part("text", text),)),) if text.strip() else ()
    return tuple(
        RenderedMessage(role, (Part("text", content),), attributes)
        for role, content, attributes in found
    )


def foreign_role_lines(text: str, dialect: str, own: Sequence[int]) -> list[tuple[int, str]]:
    """Role lines that the template does not hold as a line of its own: (offset, role) of each.

    `own` are the offsets at which a role's name ends that the template wrote.
    """
    places = set(own)
    return [
        (each.name_span.start, each.role)
        for each in role_lines(text, dialect)
        if not each.implicit and each.name_span.end not in places
    ]


def refuse_foreign(
    text: str, segments: Sequence[Segment], foreign: Sequence[tuple[int, str]]
) -> None:
    """Raise the strict mode's error for the first role line that is not the template's own."""
    for offset, role in foreign:
        line = text.count("\n", 0, offset) + 1
        segment = segment_at(segments, offset)
        if segment is not None and segment.kind == "literal":
            raise RenderError(
                f"the role line '{role}:' shares its line with a tag, which strict mode refuses: "
                "put it on a line of its own, or set template.format.strict to false",
                reason="strict",
                name=role,
            )
        source = f"the value of '{segment.source}'" if segment and segment.source else "a value"
        raise RenderError(
            f"{source} writes the role line '{role}:' (line {line} of the rendered text), which "
            "strict mode refuses: change the value, or set template.format.strict to false",
            reason="strict",
            name=(segment.source or "") if segment else "",
        )


def messages_from_tags(
    text: str, found: Sequence[Found], dialect: str
) -> tuple[tuple[RenderedMessage, ...], list[str]]:
    """The messages between the marks of message tags, and notes on text that is in none."""
    messages: list[RenderedMessage] = []
    notes: list[str] = []
    opened: list[tuple[str, dict[str, object], int, list[Found]]] = []
    outside: list[str] = []
    loose: list[Found] = []
    position = 0
    for each in found:
        if each.kind == Tokens.OPENING:
            if not opened:
                outside.append(text[position : each.offset])
            role, metadata = each.data
            opened.append((role, metadata, each.offset, []))
        elif each.kind == Tokens.CLOSING and opened:
            role, metadata, start, parts = opened.pop()
            messages.append(_message(role, metadata, text, start, each.offset, parts))
            position = each.offset
        elif each.kind == Tokens.MESSAGE:
            messages.append(message_of(each.data))
        elif each.kind == Tokens.PART:
            (opened[-1][3] if opened else loose).append(each)
    outside.append(text[position:])
    if not messages:
        return _single(text, loose, dialect), notes
    words = " ".join("".join(outside).split())
    if words:
        notes.append(f"text outside all messages is not sent: '{words[:60]}'")
    return tuple(messages), notes


def _single(text: str, parts: list[Found], dialect: str) -> tuple[RenderedMessage, ...]:
    if not text.strip() and not parts:
        return ()
    if dialect == "chat-template":
        # The text itself goes to the model, control tokens included: no role, nothing trimmed.
        return (RenderedMessage("", (Part("text", text),)),)
    return (_message("user", {}, text, 0, len(text), parts),)


def _message(
    role: str,
    metadata: dict[str, object],
    text: str,
    start: int,
    end: int,
    marks: Sequence[Found],
) -> RenderedMessage:
    parts: list[Part] = []
    for mark in marks:
        _add_words(parts, text[start : mark.offset])
        kind, value, attributes = mark.data
        parts.append(Part(cast("PartKind", kind), value, attributes))
        start = mark.offset
    _add_words(parts, text[start:end])
    return RenderedMessage(role, tuple(parts), metadata)


def _add_words(parts: list[Part], words: str) -> None:
    if words.strip():
        parts.append(Part("text", words.strip()))


def segment_at(segments: Sequence[Segment], offset: int) -> Segment | None:
    """The segment in which an offset of the rendered text lies."""
    position = 0
    for segment in segments:
        position += len(segment.text)
        if offset < position:
            return segment
    return None
