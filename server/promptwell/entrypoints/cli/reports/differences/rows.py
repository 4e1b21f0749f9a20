"""The lines that a reader sees of a difference, with the words that changed in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from promptwell.domain.versions.differences.text_diff import Change, Hunk, Kind
from promptwell.language.text.source import SourceText, Span

Mark = Literal[" ", "-", "+"]

_LONG_LINE = 300
_KEPT = 60


class Piece(NamedTuple):
    """A part of a line; `kind` is how it changed, or "" where it did not."""

    text: str
    kind: Kind | Literal[""] = ""


class Row(NamedTuple):
    """A line as shown: removed, added or the same on both sides; lines count from 1.

    `ended` is False for a last line without a line end.
    """

    mark: Mark
    old_line: int | None
    new_line: int | None
    pieces: tuple[Piece, ...]
    ended: bool = True


class Changed(NamedTuple):
    """A range that changed, and whether its line ends are what is to be seen of it.

    They are not where a line came or went: that is a row of its own.
    """

    span: Span
    kind: Kind
    ends: bool


class Side(NamedTuple):
    """One text, and where it changed."""

    source: SourceText
    spans: Sequence[Changed]


def blocks(
    old: str, new: str, hunks: Sequence[Hunk], changes: Sequence[Change], context: int = 2
) -> Iterator[list[Row]]:
    """The hunks with the lines around them; those that are near each other come together."""
    before = Side(SourceText(old), [_changed(each, each.old, each.new) for each in changes])
    after = Side(SourceText(new), [_changed(each, each.new, each.old) for each in changes])
    rows: list[Row] = []
    old_at = new_at = 0
    for hunk in hunks:
        old_from, old_to = _lines(before.source, hunk.old)
        new_from, new_to = _lines(after.source, hunk.new)
        same = range(max(0, old_from - context), old_from)
        if rows:
            if old_from - old_at > 2 * context:
                rest = range(old_at, old_at + context)
                rows += (_same(before, each, new_at - old_at) for each in rest)
                yield rows
                rows = []
            else:
                same = range(old_at, old_from)
        rows += (_same(before, each, new_from - old_from) for each in same)
        rows += (_row("-", before, each) for each in range(old_from, old_to))
        rows += (_row("+", after, each) for each in range(new_from, new_to))
        old_at, new_at = old_to, new_to
    if rows:
        rest = range(old_at, min(old_at + context, _count(before.source)))
        rows += (_same(before, each, new_at - old_at) for each in rest)
        yield rows


def _changed(change: Change, here: Span, there: Span) -> Changed:
    return Changed(here, change.kind, change.kind == "white-space" and there.start < there.end)


def _lines(source: SourceText, span: Span) -> tuple[int, int]:
    """The lines of a range of whole lines, half-open."""
    start = source.line_number(span.start)
    if span.end == span.start:
        # Behind a last line without a line end.
        start += span.start > source.line_starts[start]
        return start, start
    return start, source.line_number(span.end - 1) + 1


def _count(source: SourceText) -> int:
    """How many lines there are; behind the last line end there is none."""
    return len(source.line_starts) - (source.line_starts[-1] == source.end)


def _same(side: Side, line: int, shift: int) -> Row:
    row = _row("-", side, line)
    return row._replace(mark=" ", new_line=line + shift + 1)


def _row(mark: Mark, side: Side, line: int) -> Row:
    source = side.source
    start = source.line_starts[line]
    end = source.line_starts[line + 1] if line + 1 < len(source.line_starts) else source.end
    inside = source.line_span(line)
    pieces = _pieces(source.text, Span(start, end), inside, side.spans)
    old_line, new_line = (line + 1, None) if mark == "-" else (None, line + 1)
    ended = end > inside.end
    return Row(mark, old_line, new_line, tuple(_shortened(pieces)), ended)


def _pieces(text: str, line: Span, inside: Span, spans: Sequence[Changed]) -> Iterator[Piece]:
    """The line cut where it changed. Its end is shown only where that alone is what changed."""
    position = inside.start
    for span, kind, ends in _touching(spans, line):
        start, end = max(span.start, line.start), min(span.end, line.end)
        if not ends:
            start, end = min(start, inside.end), min(end, inside.end)
        elif text[start:end] == "\n":
            continue
        if end <= start:
            continue
        if start > position:
            yield Piece(text[position:start])
        yield Piece(text[start:end].removesuffix("\n"), kind)
        position = end
    if position < inside.end:
        yield Piece(text[position : inside.end])


def _touching(spans: Sequence[Changed], line: Span) -> Iterator[Changed]:
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].span.end <= line.start:
            low = middle + 1
        else:
            high = middle
    for each in spans[low:]:
        if each.span.start >= line.end:
            return
        yield each


def _shortened(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces; of a very long line what did not change is left out in the middle."""
    every = list(pieces)
    long = sum(len(each.text) for each in every) > _LONG_LINE
    for each in every:
        most = 2 * _KEPT if each.kind == "" else 10 * _LONG_LINE
        if long and len(each.text) > most:
            text = each.text
            each = Piece(f"{text[: most // 2]} … {text[-most // 2 :]}", each.kind)
        yield each
