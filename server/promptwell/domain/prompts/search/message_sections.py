"""A long message cut at its Markdown headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptwell.domain.prompts.search.passages import LONGEST, size
from promptwell.language.syntax.markdown.headings import Heading
from promptwell.language.text.source import Span

# A section shorter than this (in bytes) goes together with the next one.
_SHORT = 200


class Section(NamedTuple):
    """A part of a message, and the headings that it stands under, the outermost first."""

    span: Span
    headings: tuple[Heading, ...] = ()


def message_sections(text: str, span: Span, headings: Sequence[Heading]) -> list[Section]:
    """The sections of a message; the whole of it where it is short.

    Short sections that follow each other are one, and a heading with nothing below it belongs to
    the section behind it.
    """
    sections = list(_sections(text, span, headings))
    if size(text[span.start : span.end]) <= LONGEST:
        return [Section(span, sections[0].headings)]
    found: list[Section] = []
    length = 0
    for section in sections:
        more = size(text[section.span.start : section.span.end])
        last = found[-1] if found else None
        if last is not None and _is_heading_alone(text, last):
            found[-1] = Section(Span(last.span.start, section.span.end), section.headings)
            length += more
        elif last is not None and length < _SHORT and length + more <= LONGEST:
            found[-1] = Section(Span(last.span.start, section.span.end), last.headings)
            length += more
        else:
            found.append(section)
            length = more
    return found


def _sections(text: str, span: Span, headings: Sequence[Heading]) -> Iterator[Section]:
    """One for each heading, and one for what stands before the first."""
    first = headings[0].span.start if headings else span.end
    if not headings or text[span.start : first].strip():
        yield Section(Span(span.start, first))
    above: list[Heading] = []
    for index, heading in enumerate(headings):
        end = headings[index + 1].span.start if index + 1 < len(headings) else span.end
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
        yield Section(Span(heading.span.start, end), tuple(above))


def _is_heading_alone(text: str, section: Section) -> bool:
    if not section.headings:
        return False
    below = section.headings[-1].span.end
    return not text[below : section.span.end].strip()
