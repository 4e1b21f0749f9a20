"""The difference of an unsaved text and what it is compared with, renewed at each keystroke.

The words of a hunk are compared again only where the hunk changed. In a text that is not small the
lines, too, are compared only around the edit; the other hunks are moved by as much as the text grew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from promptwell.domain.versions.differences.lines import diff_lines, line_hunks
from promptwell.domain.versions.differences.text_diff import Change, Hunk, TextDiff
from promptwell.domain.versions.differences.words import hunk_with_words, with_words
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

SMALL = 100_000
"""Texts of so many characters together are compared whole: that takes a few milliseconds."""

_AROUND = 3
"""So many equal lines on both sides of an edit are compared again, for what slides over them."""

_Known = Mapping[tuple[Span, str], Hunk]


@dataclass(frozen=True)
class InlineDiff:
    """The difference of a base text and a buffer, in lines with the words inside.

    Of small texts it is the same as the difference found from the beginning. Of larger ones it may
    come to say more than is needed after many edits that move text about; `InlineDiff.of` starts anew.
    """

    base: str
    buffer: str
    diff: TextDiff
    small: int = SMALL

    @classmethod
    def of(cls, base: str, buffer: str, small: int = SMALL) -> InlineDiff:
        """The difference found from the beginning."""
        diff = with_words(diff_lines(base, buffer), base, buffer)
        return cls(base, buffer, diff, small)

    def after(self, edits: Iterable[TextEdit]) -> InlineDiff:
        """The difference once the buffer was edited; all edits count in the buffer as it is here.

        Raises:
            ValueError: two edits overlap.
        """
        every = sorted(edits)
        buffer = apply_edits(self.buffer, every)
        if len(self.base) + len(buffer) <= self.small:
            known = {self._said(each): each for each in self.diff.hunks}
            lines = diff_lines(self.base, buffer).hunks
            found = tuple(_with_words(each, self.base, buffer, known) for each in lines)
            return replace(self, buffer=buffer, diff=TextDiff(found))
        current = self
        # From the last one on, so that the offsets of those before it stay right.
        for edit in reversed(every):
            current = current._edited(edit)
        return current

    def _edited(self, edit: TextEdit) -> InlineDiff:
        """The difference after one edit, only the lines around it compared again."""
        buffer = apply_edits(self.buffer, [edit])
        hunks = self.diff.hunks
        first, last, old, new = self._around(edit.span)
        by = len(buffer) - len(self.buffer)
        known = {self._said(each): each for each in hunks[first:last]}
        region = line_hunks(self.base, buffer, old, Span(new.start, new.end + by))
        found = tuple(_with_words(each, self.base, buffer, known) for each in region)
        moved = (_moved(each, by) for each in hunks[last:])
        return replace(self, buffer=buffer, diff=TextDiff((*hunks[:first], *found, *moved)))

    def _said(self, hunk: Hunk) -> tuple[Span, str]:
        """What makes out a hunk of this base, wherever it stands in the buffer."""
        return hunk.old, self.buffer[hunk.new.start : hunk.new.end]

    def _around(self, span: Span) -> tuple[int, int, Span, Span]:
        """What has to be compared again after an edit: which hunks, and the lines of both texts.

        It begins and ends within lines that are the same, or at an end of the texts.
        """
        hunks = self.diff.hunks
        first = next(
            (at for at, each in enumerate(hunks) if each.new.end >= span.start), len(hunks)
        )
        last = first
        while last < len(hunks) and hunks[last].new.start <= span.end:
            last += 1
        start, end = span
        if first < last:
            start, end = min(start, hunks[first].new.start), max(end, hunks[last - 1].new.end)
        while True:
            floor = hunks[first - 1].new.end if first else 0
            start = _lines_above(self.buffer, start, floor)
            if not first or start > floor:
                break
            first -= 1
            start = hunks[first].new.start
        while True:
            ceiling = hunks[last].new.start if last < len(hunks) else len(self.buffer)
            end = _lines_below(self.buffer, end, ceiling)
            if last == len(hunks) or end < ceiling:
                break
            last += 1
            end = hunks[last - 1].new.end
        before = hunks[first - 1].old.end - hunks[first - 1].new.end if first else 0
        behind = (
            hunks[last].old.start - hunks[last].new.start
            if last < len(hunks)
            else len(self.base) - len(self.buffer)
        )
        return first, last, Span(start + before, end + behind), Span(start, end)


def _with_words(hunk: Hunk, base: str, buffer: str, known: _Known) -> Hunk:
    same = known.get((hunk.old, buffer[hunk.new.start : hunk.new.end]))
    if same is None:
        return hunk_with_words(hunk, base, buffer)
    return _moved(same, hunk.new.start - same.new.start)


def _moved(hunk: Hunk, by: int) -> Hunk:
    """A hunk in a buffer in which it stands so much later."""
    if not by:
        return hunk
    words = tuple(Change(each.old, each.new.shift(by), each.kind) for each in hunk.words)
    return replace(hunk, new=hunk.new.shift(by), words=words)


def _lines_above(text: str, offset: int, floor: int) -> int:
    """The beginning of the line some lines above an offset, not before a floor."""
    for _ in range(_AROUND + 1):
        if offset <= floor:
            return floor
        offset -= 2 if text[offset - 2 : offset] == "\r\n" else 1
        line_feed = text.rfind("\n", floor, max(offset, floor))
        offset = max(line_feed, text.rfind("\r", max(floor, line_feed), max(offset, floor))) + 1
        offset = max(offset, floor)
    return offset


def _lines_below(text: str, offset: int, ceiling: int) -> int:
    """The end of the line some lines below an offset, not behind a ceiling."""
    for _ in range(_AROUND + 1):
        line_feed = text.find("\n", offset, ceiling)
        end = line_feed if line_feed >= 0 else ceiling
        carriage_return = text.find("\r", offset, end)
        if carriage_return >= 0 and text[carriage_return : carriage_return + 2] != "\r\n":
            end = carriage_return
        if end >= ceiling:
            return ceiling
        offset = end + 1
    return offset
