"""Offsets in code points to and from LSP positions, in whichever unit the client counts columns."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

from promptwell.language.text.source import SourceText, Span

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_CODECS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}
_CHUNK = 256


class LineColumn(NamedTuple):
    """A place as LSP counts it: line from 0, column in the client's units."""

    line: int
    column: int


class Positions:
    """Translates between the offsets of one text and a client's positions.

    Lines of plain ASCII cost nothing; of other lines the number of units before every 256th
    column is kept, so that a position deep in a long line is found without counting it anew.
    """

    def __init__(self, source: SourceText, encoding: Encoding) -> None:
        self.source = source
        self.encoding = encoding
        self._lines: dict[int, _Line | None] = {}

    def position(self, offset: int) -> LineColumn:
        """The position of an offset; an offset beyond the text is its end."""
        offset = min(max(offset, 0), self.source.end)
        number, column = self.source.line_column(offset)
        line = self._line(number)
        return LineColumn(number, line.units(column) if line else column)

    def offset(self, line: int, column: int) -> int:
        """The offset of a position; places outside the text or a line are moved to its nearest end.

        A position within a character (between the halves of a surrogate pair) is that character's start.
        """
        if 0 <= line < len(self.source.line_starts):
            measured = self._line(line)
            if measured:
                column = measured.column(column)
        return self.source.offset(line, column)

    def span(self, start: LineColumn, end: LineColumn) -> Span:
        """The range between two positions, whichever of them comes first."""
        one, other = self.offset(*start), self.offset(*end)
        return Span(min(one, other), max(one, other))

    def _line(self, number: int) -> _Line | None:
        if self.encoding == "utf-32":
            return None
        if number not in self._lines:
            text = self.source.line_text(number)
            self._lines[number] = None if text.isascii() else _Line(text, self.encoding)
        return self._lines[number]


class _Line:
    """A line with characters of more than one unit, and the units before each chunk of it."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._text = text
        self._encoding = encoding
        total = 0
        starts = []
        for start in range(0, len(text) + 1, _CHUNK):
            starts.append(total)
            total += units(text[start : start + _CHUNK], encoding)
        self._starts = starts

    def units(self, column: int) -> int:
        """The units before a column of code points."""
        chunk = min(column // _CHUNK, len(self._starts) - 1)
        return self._starts[chunk] + units(self._text[chunk * _CHUNK : column], self._encoding)

    def column(self, wanted: int) -> int:
        """The column of code points at which so many units are passed."""
        chunk = max(bisect_right(self._starts, wanted) - 1, 0)
        column = chunk * _CHUNK
        passed = self._starts[chunk]
        for character in self._text[column : column + _CHUNK]:
            passed += units(character, self._encoding)
            if passed > wanted:
                break
            column += 1
        return column


def units(text: str, encoding: Encoding) -> int:
    """How many units of the encoding a text takes; lone surrogates count as one character each."""
    codec, size = _CODECS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size
