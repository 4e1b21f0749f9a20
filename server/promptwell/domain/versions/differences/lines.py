"""The difference of two texts in whole lines."""

from __future__ import annotations

import re

from promptwell.domain.versions.differences.matching import gaps
from promptwell.domain.versions.differences.placing import placed
from promptwell.domain.versions.differences.text_diff import Hunk, TextDiff, kind_of
from promptwell.language.text.source import Span

# Lines end as editors count them; `str.splitlines` would also split at U+2028.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def diff_lines(old: str, new: str) -> TextDiff:
    """The lines that went, came or changed. Equal texts have no hunks."""
    if old == new:
        return TextDiff()
    return TextDiff(tuple(line_hunks(old, new, Span(0, len(old)), Span(0, len(new)))))


def line_hunks(old: str, new: str, old_part: Span, new_part: Span) -> list[Hunk]:
    """The hunks of a part of both texts, in offsets of the whole texts; both parts are whole lines."""
    old_lines = lines_of(old[old_part.start : old_part.end])
    new_lines = lines_of(new[new_part.start : new_part.end])
    old_starts = _starts(old_lines, old_part.start)
    new_starts = _starts(new_lines, new_part.start)
    found = []
    for gap in placed(gaps(old_lines, new_lines), old_lines, new_lines):
        before = Span(old_starts[gap.old_start], old_starts[gap.old_end])
        after = Span(new_starts[gap.new_start], new_starts[gap.new_end])
        kind = kind_of(old[before.start : before.end], new[after.start : after.end])
        found.append(Hunk(before, after, kind))
    return found


def lines_of(text: str) -> list[str]:
    """The lines with their ends; joined, they are the text."""
    if "\r" not in text:  # nearly always, and several times as fast
        lines = [f"{line}\n" for line in text.split("\n")]
        lines[-1] = lines[-1][:-1]
        return lines if lines[-1] else lines[:-1]
    return _LINE.findall(text)


def _starts(lines: list[str], start: int) -> list[int]:
    starts = [start]
    for line in lines:
        start += len(line)
        starts.append(start)
    return starts
