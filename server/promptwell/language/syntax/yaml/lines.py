"""Lines of a YAML text taken apart by eye: indentation, dashes, key, value. Used where grammar fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.text.source import Span

# Lines as their author sees them. YAML 1.1 also ends one at NEL, U+2028 and U+2029.
BREAK = re.compile(r"\r\n|[\n\r]")

_START = re.compile(r"(?P<indent>[ \t]*)(?P<dashes>(?:-[ \t]+)*)(?P<lone>-$)?")
_QUOTED_KEY = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')[ \t]*:(?=[ \t]|$)")
_COLON = re.compile(r"[ \t]*:(?=[ \t]|$)")
_COMMENT = re.compile(r"(?:^|[ \t])#")


class YamlLine(NamedTuple):
    """One line: its place, the place of the key where it has one, and that of the value.

    `indent` counts the blanks before the first dash or key, `column` those before the key.
    The value's span has no blanks around it and no comment behind it; it may be empty.
    """

    span: Span
    indent: int
    column: int
    dashes: int
    key: Span | None
    value: Span

    @property
    def blank(self) -> bool:
        """Whether the line says nothing: white space or a comment only."""
        return not self.dashes and self.key is None and self.value.start == self.value.end

    def without_comment(self, text: str) -> YamlLine:
        """The line as it reads where `#` begins no comment: its value goes on to its end."""
        start, end = self.value.start, self.span.end
        while end > start and text[end - 1] in " \t":
            end -= 1
        return self._replace(value=Span(start, end))


def line_at(text: str, offset: int) -> YamlLine:
    """The line in which an offset lies."""
    start = 1 + max(text.rfind(each, 0, offset) for each in "\n\r")
    end = BREAK.search(text, min(max(offset, start), len(text)))
    return _take_apart(text, start, end.start() if end else len(text))


def lines_upward(text: str, offset: int, most: int) -> Iterator[YamlLine]:
    """The line of an offset and those above it, nearest first."""
    for _ in range(most):
        line = line_at(text, offset)
        yield line
        if line.span.start == 0:
            return
        offset = line.span.start - 1


def all_lines(text: str) -> Iterator[YamlLine]:
    """All lines in order."""
    position = 0
    for match in BREAK.finditer(text):
        yield _take_apart(text, position, match.start())
        position = match.end()
    yield _take_apart(text, position, len(text))


def _take_apart(text: str, start: int, end: int) -> YamlLine:
    head = _START.match(text, start, end)
    if head is None:
        return YamlLine(Span(start, end), 0, 0, 0, None, Span(start, start))
    dashes = head["dashes"].count("-") + (1 if head["lone"] else 0)
    indent = len(head["indent"])
    content = head.end()
    key = None
    value = content
    if not text.startswith("#", content):
        colon = _key_end(text, content, end)
        if colon:
            key = Span(content, colon[0])
            value = colon[1]
    while value < end and text[value] in " \t":
        value += 1
    return YamlLine(
        Span(start, end), indent, content - start, dashes, key, _value(text, value, end)
    )


def _key_end(text: str, content: int, end: int) -> tuple[int, int] | None:
    quoted = _QUOTED_KEY.match(text, content, end)
    if quoted:
        return quoted.end() - 1, quoted.end()
    if content < end and text[content] in "\"'[{":
        return None
    colon = _COLON.search(text, content, end)
    if colon is None or colon.start() == content:
        return None
    comment = _COMMENT.search(text, content, colon.start())
    return None if comment else (colon.start(), colon.end())


def _value(text: str, start: int, end: int) -> Span:
    if text.startswith("#", start):
        return Span(start, start)
    if start < end and text[start] in "\"'":
        closing = text.rfind(text[start], start + 1, end)
        comment = _COMMENT.search(text, closing + 1, end) if closing > start else None
    else:
        comment = _COMMENT.search(text, start, end)
    if comment:
        end = comment.start()
    while end > start and text[end - 1] in " \t":
        end -= 1
    return Span(start, end)
