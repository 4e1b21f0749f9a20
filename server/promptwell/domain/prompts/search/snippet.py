"""The part of a text that shows best why it was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 160
"""The characters that a snippet has at most, without its marks."""

MARK = "**"
"""What stands before and behind a hit in a snippet."""

_ELLIPSIS = "…"
_LEAD = 0.3
_BLANK = re.compile(r"\s+")
_MARKS = re.compile(r"\*{2,}")
# Control characters, lone surrogates, and signs that turn or hide what is written.
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\U000e0000-\U000e007f]"
)


def snippet(text: str, hits: Sequence[tuple[int, int]], longest: int = LONGEST) -> str:
    """A piece of a text in one line, the hits in it between `**`.

    Without hits it is the beginning. It begins and ends where words do, unless a word is longer
    than all of it; where the text goes on stands an ellipsis.
    """
    start, end = _window(text, _apart(hits), longest)
    parts: list[str] = []
    position = start
    for first, last in _apart(hits):
        if first >= start and last <= end:
            before, hit = _plain(text[position:first]), _plain(text[first:last])
            parts += [
                before.strip("*") if parts else before.rstrip("*"),
                MARK,
                hit.replace("*", ""),
                MARK,
            ]
            position = last
    behind = _plain(text[position:end])
    parts.append(behind.lstrip("*") if parts else behind)
    shown = _BLANK.sub(" ", "".join(parts)).strip()
    more_before = _ELLIPSIS if text[:start].strip() else ""
    more_behind = _ELLIPSIS if text[end:].strip() else ""
    return f"{more_before}{shown}{more_behind}"


def _plain(text: str) -> str:
    """The text without what can't be seen, and without marks of its own."""
    return _MARKS.sub("", _UNSEEN.sub("", _BLANK.sub(" ", text)))


def _apart(hits: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The hits in order; of those that overlap the first."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(hits):
        if first < last and (not found or first >= found[-1][1]):
            found.append((first, last))
    return found


def _window(text: str, hits: Sequence[tuple[int, int]], longest: int) -> tuple[int, int]:
    """Where the most hits stand together, with what is before and behind them."""
    room = longest - len(_ELLIPSIS) * 2
    if len(text) <= longest or not hits:
        return 0, _back_to_blank(text, 0, min(len(text), longest if len(text) <= longest else room))
    best = max(
        range(len(hits)),
        key=lambda index: (_held(hits, index, room), -index),
    )
    first = hits[best][0]
    last = hits[best + _held(hits, best, room) - 1][1]
    lead = max(0, min(int(room * _LEAD), room - (last - first)))
    start = max(0, min(first - lead, len(text) - room))
    if start:
        start = _on_to_word(text, start, first)
    end = min(len(text), start + room)
    return start, _back_to_blank(text, max(start, min(last, end)), end)


def _held(hits: Sequence[tuple[int, int]], index: int, room: int) -> int:
    """How many hits from one on fit into the room."""
    start = hits[index][0]
    count = 1
    while index + count < len(hits) and hits[index + count][1] - start <= room:
        count += 1
    return count


def _on_to_word(text: str, start: int, limit: int) -> int:
    """The next beginning of a word."""
    blank = _BLANK.search(text, start - 1, limit)
    return blank.end() if blank else start


def _back_to_blank(text: str, least: int, end: int) -> int:
    """The last place at which a word ends."""
    if end >= len(text) or text[end].isspace():
        return end
    cut = end
    while cut > least and not text[cut - 1].isspace():
        cut -= 1
    return cut if cut > least else end
