"""Where the lines of a text begin; with each keystroke only those are looked for that it may have moved."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, count
from operator import add

from promptwell.language.text.change import Recent, TextChange

# LSP counts only these as line ends. `str.splitlines` also splits at U+2028, NEL,
# form feed and others, which pasted prompts contain, so it is never used here.
_LINE_END = re.compile(r"\r\n|\n|\r")

_recent: Recent[tuple[int, ...]] = Recent()


def line_starts(text: str) -> tuple[int, ...]:
    """The offset at which each line begins; a text always has at least one line."""
    before = _recent.before(text)
    if before is None:
        found = _all(text)
    elif before.change.is_none:
        return before.result
    else:
        found = _after(before.result, before.change, text)
    _recent.keep(text, found)
    return found


def _all(text: str) -> tuple[int, ...]:
    if "\r" not in text:  # nearly always, and five times as fast
        before = accumulate(map(len, text.split("\n")), initial=0)
        return tuple(map(add, before, count()))[:-1]  # each line end counts as well
    return (0, *[match.end() for match in _LINE_END.finditer(text)])


def _after(starts: tuple[int, ...], change: TextChange, text: str) -> tuple[int, ...]:
    """The same for a text that has changed; a start hangs on the characters at both sides of it."""
    start, end, moved = change
    first = max(
        bisect_left(starts, start), 1
    )  # the first line begins at 0, whatever is written there
    rest = bisect_right(starts, end - moved, first)
    # One more on both sides: CR and LF are one end of a line where they meet.
    ends = (match.end() for match in _LINE_END.finditer(text, max(start - 1, 0), end + 1))
    return (
        *starts[:first],
        *(each for each in ends if start <= each <= end),
        *map(moved.__add__, starts[rest:]),
    )
