"""A prompt file's text, with offsets in code points and lines as editors count them."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from promptwell.language.text.line_starts import line_starts


class Span(NamedTuple):
    """A half-open range of code points: `text[span.start:span.end]`."""

    start: int
    end: int

    def shift(self, by: int) -> Span:
        """The same range in a text where this one begins `by` code points later."""
        return Span(self.start + by, self.end + by)

    def contains(self, offset: int) -> bool:
        """Whether the offset lies in the range or at its end, where a cursor still touches it."""
        return self.start <= offset <= self.end

    def covers(self, other: Span) -> bool:
        """Whether the other range lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the ranges share a code point (an empty range overlaps what strictly surrounds it)."""
        return self.start < other.end and other.start < self.end


class SourceText:
    """The exact text of a file and its line index. Immutable; the index is built on first use."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"SourceText({self.text[:40]!r})"

    @property
    def end(self) -> int:
        """The offset just after the last code point."""
        return len(self.text)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins; a text always has at least one line."""
        return line_starts(self.text)

    def line_number(self, offset: int) -> int:
        """The line, counted from 0, in which an offset lies."""
        return bisect_right(self.line_starts, offset) - 1

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 0, the column in code points."""
        line = self.line_number(offset)
        return line, offset - self.line_starts[line]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 0; places outside the text are clamped."""
        if line < 0:
            return 0
        if line >= len(self.line_starts):
            return self.end
        span = self.line_span(line)
        return min(span.start + max(column, 0), span.end)

    def line_span(self, line: int) -> Span:
        """The range of a line without its line end."""
        start = self.line_starts[line]
        end = self.line_starts[line + 1] if line + 1 < len(self.line_starts) else self.end
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of a line without its line end."""
        span = self.line_span(line)
        return self.text[span.start : span.end]

    def slice(self, span: Span) -> str:
        """The text of a range."""
        return self.text[span.start : span.end]
