"""The headings and the fenced code that give a Markdown text its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from promptwell.language.text.source import Span

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")


class Heading(NamedTuple):
    """A heading: its level from 1, its text, its line, and the place from the first `#` on."""

    level: int
    text: str
    span: Span
    name_span: Span


class Sections(NamedTuple):
    """All headings of a text, and its fenced code from the opening fence to the closing one."""

    headings: tuple[Heading, ...]
    fences: tuple[Span, ...]


def sections_of(
    text: str,
    span: Span,
    *,
    indent: int = 0,
    breaks: Collection[int] = (),
    is_text: Callable[[int], bool] = lambda _: True,
    most: int | None = None,
) -> Sections:
    """The headings and fences of a range. Lines in fenced code are no headings.

    Args:
        text: the whole text.
        span: the range, from the beginning of a line on.
        indent: how many blanks stand before every line, as in a block of text in a YAML file.
        breaks: where lines begin that end what is open, such as the line of the next message.
        is_text: whether a heading may stand at an offset; not so inside a template's tags.
        most: after so many headings it ends.
    """
    headings: list[Heading] = []
    fences: list[Span] = []
    fence, opened, last = "", 0, span.start
    position = span.start
    while position < span.end and len(headings) != most:
        match = _LINE.match(text, position, span.end)
        assert match is not None  # it fits anything
        start, end = match.span(1)
        position = match.end()
        if start in breaks:
            if fence:
                fences.append(Span(opened, last))
            fence = ""
            continue
        last = end
        line = text[start:end]
        cut = min(indent, len(line) - len(line.lstrip(" ")))
        line = line[cut:]
        mark = _FENCE.match(line)
        if mark and not fence and not ("`" in mark[2] and mark[1][0] == "`"):
            fence, opened = mark[1], start
        elif mark and fence and mark[1].startswith(fence) and not mark[2].strip():
            fences.append(Span(opened, end))
            fence = ""
        elif not fence and (heading := _HEADING.match(line)) and heading[2]:
            first = start + cut + heading.start(1)
            if is_text(first):
                headings.append(
                    Heading(len(heading[1]), heading[2], Span(start, end), Span(first, end))
                )
    if fence:
        fences.append(Span(opened, last))
    return Sections(tuple(headings), tuple(fences))
