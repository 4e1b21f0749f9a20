"""The lines in which two texts differ with some around them, as patches write them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from promptwell.domain.versions.differences.matching import gaps
from promptwell.domain.versions.differences.placing import placed
from promptwell.domain.versions.differences.text_diff import Hunk

_NO_END = "\\ No newline at end of file\n"
_LONE_RETURN = re.compile(r"\r(?!\n)")


class _Lines(NamedTuple):
    """Lines of both texts that differ, half-open and counted from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def patch_lines(
    old_text: str, new_text: str, hunks: Sequence[Hunk], context: int = 3
) -> Iterator[str]:
    """The parts of a patch, each behind its `@@` line; line ends are those of the texts."""
    old, new = _split(old_text), _split(new_text)
    group: list[_Lines] = []
    for lines in _in_lines(old, new, old_text, new_text, hunks):
        if group and lines.old_start - group[-1].old_end > 2 * context:
            yield from _part(old, new, group, context)
            group = []
        group.append(lines)
    if group:
        yield from _part(old, new, group, context)


def _part(old: list[str], new: list[str], group: list[_Lines], context: int) -> Iterator[str]:
    first, last = group[0], group[-1]
    above = min(context, first.old_start)
    below = min(context, len(old) - last.old_end)
    old_from, old_to = first.old_start - above, last.old_end + below
    new_from, new_to = first.new_start - above, last.new_end + below
    yield f"@@ -{_range(old_from, old_to)} +{_range(new_from, new_to)} @@\n"
    at = old_from
    for lines in group:
        yield from (_line(" ", each) for each in old[at : lines.old_start])
        yield from (_line("-", each) for each in old[lines.old_start : lines.old_end])
        yield from (_line("+", each) for each in new[lines.new_start : lines.new_end])
        at = lines.old_end
    yield from (_line(" ", each) for each in old[at:old_to])


def _range(start: int, end: int) -> str:
    """A range as patches write it: of no lines, it is the line before."""
    count = end - start
    return f"{start + 1 if count else start},{count}"


def _line(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{_NO_END}"


def _in_lines(
    old: list[str], new: list[str], old_text: str, new_text: str, hunks: Sequence[Hunk]
) -> Iterator[_Lines]:
    """The hunks in lines as patches count them."""
    if _LONE_RETURN.search(old_text) or _LONE_RETURN.search(new_text):
        # A carriage return ends a line for editors, and none in a patch.
        for gap in placed(gaps(old, new), old, new):
            yield _Lines(*gap)
        return
    old_starts, new_starts = _starts(old), _starts(new)
    for hunk in hunks:
        yield _Lines(
            bisect_left(old_starts, hunk.old.start),
            bisect_left(old_starts, hunk.old.end),
            bisect_left(new_starts, hunk.new.start),
            bisect_left(new_starts, hunk.new.end),
        )


def _starts(lines: list[str]) -> list[int]:
    """Where each line begins, and the end of the text."""
    return list(accumulate(map(len, lines), initial=0))


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended
