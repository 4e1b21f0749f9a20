"""The Markdown of a body that gives it a shape: headings, and code between fences."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_MOST_HEADINGS = 1000


class Heading(NamedTuple):
    """A heading: its level from 1, its text, its line, and the place from the first `#` on."""

    level: int
    text: str
    span: Span
    name_span: Span


class Sections(NamedTuple):
    """All headings of a body, and its fenced code from the opening fence to the closing one."""

    headings: tuple[Heading, ...]
    fences: tuple[Span, ...]


def sections(document: PromptDocument) -> Sections:
    """The headings and fences of a body. Lines in fenced code and inside template tags are no headings.

    A fence that nothing closes ends with its message.
    """
    source = document.source
    body = source.slice(document.body)
    if "#" not in body and "```" not in body and "~~~" not in body:
        return Sections((), ())
    roles = {
        source.line_number(each.marker.start)
        for each in document.messages
        if each.marker.start < each.marker.end
    }
    headings: list[Heading] = []
    fences: list[Span] = []
    fence, opened = "", 0
    last = document.body.start
    for number in range(source.line_number(document.body.start), len(source.line_starts)):
        span = source.line_span(number)
        line = source.slice(span)
        if number in roles:
            if fence:  # a message ends what the one before it left open
                fences.append(Span(opened, last))
            fence = ""
            continue
        last = span.end
        mark = _FENCE.match(line)
        if mark and not fence and not ("`" in mark[2] and mark[1][0] == "`"):
            fence, opened = mark[1], span.start
        elif mark and fence and mark[1].startswith(fence) and not mark[2].strip():
            fences.append(Span(opened, span.end))
            fence = ""
        elif not fence and (heading := _HEADING.match(line)) and heading[2]:
            start = span.start + heading.start(1)
            if document.template.island_at(start + 1) is None:
                name_span = Span(start, span.end)
                headings.append(Heading(len(heading[1]), heading[2], span, name_span))
        if len(headings) == _MOST_HEADINGS:
            break
    if fence:
        fences.append(Span(opened, last))
    return Sections(tuple(headings), tuple(fences))
