"""A long text cut into passages, where a reader would pause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from promptwell.language.text.source import Span

LONGEST = 1000
"""The bytes of UTF-8 that a passage has at most: about what a small embedding model reads of a text.

A Chinese character counts three times and a Cyrillic one twice, much as they do for such models.
"""

_LINE_END = r"(?:\r\n|\r|\n)"
# Where to cut, the best place first, and which share of a passage must stand before it.
_PAUSES = (
    (re.compile(rf"{_LINE_END}[ \t]*{_LINE_END}\s*"), 0.3),
    (re.compile(rf"{_LINE_END}\s*"), 0.5),
    (re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？]\s*"), 0.3),
    (re.compile(r"\s+"), 0.0),
)
# Nothing is kept whole that is so many times as long as a passage.
_LONGEST_WHOLE = 4


def passages(
    text: str, span: Span, whole: Sequence[Span] = (), longest: int = LONGEST
) -> Iterator[Span]:
    """A range cut at paragraphs, else lines, else sentences, else words; blank edges left out.

    Args:
        text: the whole text.
        span: the range.
        whole: what is not to be cut in two, in order and apart, such as a template's tags.
        longest: the most bytes of a passage.
    """
    start, end = _trimmed(text, span)
    while start < end:
        cut = _cut(text, Span(start, end), whole, longest)
        passage = _trimmed(text, Span(start, cut))
        if passage.start < passage.end:
            yield passage
        start = _trimmed(text, Span(cut, end)).start


def size(text: str) -> int:
    """The bytes of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _cut(text: str, span: Span, whole: Sequence[Span], longest: int) -> int:
    start, end = span
    ahead = size(text[start : min(end, start + 2 * longest)])
    if ahead <= longest and end - start <= 2 * longest:
        return end
    # What is a little too long for one passage makes two of about the same length.
    room = longest if ahead > 1.5 * longest else int(ahead * 0.6)
    window = text[start : min(end, start + room)]
    if not window.isascii():
        window = window.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    reach = start + max(len(window), 1)
    return _kept_whole(_pause(text, start, reach), span, whole, longest)


def _pause(text: str, start: int, reach: int) -> int:
    for pattern, share in _PAUSES:
        least = start + share * (reach - start)
        found = -1
        for match in pattern.finditer(text, start, reach):
            found = match.end()
        if found > least:
            return found
    return reach


def _kept_whole(cut: int, span: Span, whole: Sequence[Span], longest: int) -> int:
    """The cut, moved before or behind what is not to be cut in two."""
    index = bisect_left(whole, cut, key=lambda each: each.end)
    if index == len(whole) or not whole[index].start < cut < whole[index].end:
        return cut
    before, behind = whole[index]
    if before > span.start:
        return before
    return min(behind, span.end) if behind - span.start <= _LONGEST_WHOLE * longest else cut


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
