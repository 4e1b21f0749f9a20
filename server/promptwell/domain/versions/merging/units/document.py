"""A whole prompt file as units: its front matter, its messages, their words."""

from __future__ import annotations

from promptwell.domain.versions.merging.unit import Unit, joined, lines, value
from promptwell.domain.versions.merging.units.content import Content
from promptwell.domain.versions.merging.units.data import data_unit
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.text.source import SourceText, Span


def document_unit(document: PromptDocument) -> Unit:
    """The unit of a file; its text is the file's."""
    return _document(document, flat=False)


def flat_document_unit(document: PromptDocument) -> Unit:
    """The unit of a file whose headings are lines among lines.

    Where both sides put a section above the same lines, these would belong to the new section of either side.
    """
    return _document(document, flat=True)


def _document(document: PromptDocument, *, flat: bool) -> Unit:
    source = document.source
    if document.front_matter is not None and document.is_container:
        if not document.front_matter.strict:
            return lines(source.text, "unread file")
        return data_unit(source, document.front_matter.root, Span(0, source.end))
    at = _line_behind(source, document)
    return joined("parts", "file", (_front(document, at), _body(document, at, flat=flat)))


def _line_behind(source: SourceText, document: PromptDocument) -> int:
    """Where the first line behind the front matter begins."""
    if document.front_matter is None:
        return 0
    start = document.body.start
    return start if start in source.line_starts or start == source.end else 0


def _front(document: PromptDocument, end: int) -> Unit:
    source, front = document.source, document.front_matter
    if front is None or not end:
        return lines(source.text[:end], "no front matter")
    content = front.content
    if (
        not front.strict
        or content.start not in source.line_starts
        or content.end not in source.line_starts
    ):
        return lines(source.text[:end], "unread front matter")
    opening = value(source.text[: content.start], "mark")
    closing = value(source.text[content.end : end], "mark")
    said = data_unit(source, front.root, content)
    return joined("parts", "front matter", (opening, said, closing))


def _body(document: PromptDocument, start: int, *, flat: bool) -> Unit:
    source = document.source
    content = Content(source, document.template, flat=flat)
    messages = _cut(document.messages, start, source.end, source)
    if not messages:
        return content.unit(Span(start, source.end), "body")
    found = []
    for message, end in zip(
        messages, [*(_start(each) for each in messages[1:]), source.end], strict=True
    ):
        begin = max(_start(message), start) if message is not messages[0] else start
        words = max(message.content.start, begin)
        words = words if words in source.line_starts or words == end else begin
        head = value(source.text[begin:words], "role line")
        body = content.unit(Span(words, end))
        found.append(joined("parts", "message", (head, body), message.role))
    return joined("ordered", "body", tuple(found))


def _start(message: Message) -> int:
    return message.content.start if message.implicit else message.marker.start


def _cut(
    messages: tuple[Message, ...], start: int, end: int, source: SourceText
) -> tuple[Message, ...]:
    """The messages, if each begins a line where the one before it ends."""
    lines_begin = set(source.line_starts)
    at = start
    for message in messages:
        begin = _start(message)
        if begin not in lines_begin or source.text[at:begin].strip() or message.content.end > end:
            return ()
        at = message.content.end
    if source.text[at:end].strip() or (messages and messages[0].implicit and len(messages) == 1):
        return ()
    return messages
