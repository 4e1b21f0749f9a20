"""Lines that came or went beside a word that changed are told by themselves.

`Be kind.`, `One.` and `Two.` that became `Be formal.` share their last full stop: found by what is shortest, `kind.`,
`One.` and `Two` became `formal`. To a reader `kind` became `formal`, and two lines went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from promptwell.domain.versions.differences.text_diff import Change, Hunk, kind_of
from promptwell.language.text.source import Span

_LINE_END = re.compile(r"\r\n|\n|\r")


def lines_apart(changes: Sequence[Change], hunk: Hunk, old: str, new: str) -> tuple[Change, ...]:
    """The changes of words in a hunk, those that hold lines of one text alone told as a word and these lines."""
    found: list[Change] = []
    for change, behind in zip_longest(changes, changes[1:]):
        # What stands behind a change up to the next one is the same in both texts.
        end = behind.old.start - 1 if behind else hunk.old.end
        found += _apart(change, old[change.old.end : end], old, new)
    return tuple(found)


def _apart(change: Change, behind: str, old: str, new: str) -> Iterator[Change]:
    before, after = old[slice(*change.old)], new[slice(*change.new)]
    ends = _LINE_END.search(before), _LINE_END.search(after)
    rest = _LINE_END.search(behind)
    first = ends[0] or ends[1]
    if first is None or None not in ends or rest is None:
        yield change
        return
    # The line that both share ends as the first of the lines does that one of them has alone.
    line = first.string[: first.end()]
    tail = behind[: rest.end()]
    if not line.endswith(tail):
        yield change
        return
    word, lines = len(line) - len(tail), first.end()
    if ends[0]:
        yield from _changed(change.old.start, word, change.new.start, len(after), old, new)
        start, length = change.old.start + lines, len(before) - lines + len(tail)
        yield from _changed(start, length, change.new.end + len(tail), 0, old, new)
    else:
        yield from _changed(change.old.start, len(before), change.new.start, word, old, new)
        start, length = change.new.start + lines, len(after) - lines + len(tail)
        yield from _changed(change.old.end + len(tail), 0, start, length, old, new)


def _changed(
    old_start: int, old_length: int, new_start: int, new_length: int, old: str, new: str
) -> Iterator[Change]:
    if not old_length and not new_length:
        return
    before, after = (
        Span(old_start, old_start + old_length),
        Span(new_start, new_start + new_length),
    )
    yield Change(before, after, kind_of(old[slice(*before)], new[slice(*after)]))
