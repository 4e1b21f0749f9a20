"""Lines with their ends: what is taken out and put in where an edit is about whole lines."""

from __future__ import annotations

from promptwell.language.text.source import SourceText, Span


def whole_lines(source: SourceText, span: Span) -> Span:
    """The lines that a range touches, with the end of the last one."""
    start = source.line_starts[source.line_number(span.start)]
    return Span(start, next_line(source, max(span.end - 1, span.start)))


def next_line(source: SourceText, offset: int) -> int:
    """Where the line behind that of an offset begins; the end of the text behind the last one."""
    line = source.line_number(offset) + 1
    return source.line_starts[line] if line < len(source.line_starts) else source.end


def line_end(source: SourceText, offset: int = 0) -> str:
    """The line end of the line in which an offset lies; LF where it has none."""
    end = source.line_span(source.line_number(offset)).end
    return source.text[end : next_line(source, offset)] or "\n"
