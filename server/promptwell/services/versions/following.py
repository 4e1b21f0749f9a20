"""Follow a text while it is edited: what differs from the base that it is compared with."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal

from promptwell.domain.versions.differences.inline import InlineDiff
from promptwell.domain.versions.differences.one_edit import edit_between
from promptwell.domain.versions.differences.text_diff import Change, Hunk
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

BaseKind = Literal["commit", "version", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a text is compared with, and how it was asked for.

    `kind` is `nothing` for a file that the last commit does not have. `name` is what a person calls
    the base: `HEAD`, a branch, a label. `path` is what the file was called there. `text` has the line ends of
    the text that is compared with it; `other_line_ends` tells what they were in Git, where they were others.
    """

    ref: str
    name: str
    kind: BaseKind
    path: str
    text: str = field(repr=False)
    commit: str = ""
    other_line_ends: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """A text and what differs from its base. Immutable: a new text makes a new one."""

    base: Base
    inline: InlineDiff = field(repr=False)

    @classmethod
    def of(cls, base: Base, text: str) -> Followed:
        """Begin with a text."""
        return cls(base, InlineDiff.of(base.text, text))

    def now(self, text: str) -> Followed:
        """The same with the text as it is now; only what changed since is compared again."""
        edit = edit_between(self.inline.buffer, text)
        return self if edit is None else replace(self, inline=self.inline.after([edit]))

    def against(self, base: Base) -> Followed:
        """The same text compared with another base."""
        if base.text == self.base.text:
            return replace(self, base=base)
        return Followed.of(base, self.inline.buffer)

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """The lines that differ, with the words inside."""
        return self.inline.diff.hunks

    def was(self, change: Change) -> str:
        """What stood in the place of a change."""
        return self.base.text[change.old.start : change.old.end]

    def hunk_at(self, offset: int) -> Hunk | None:
        """The hunk in whose lines an offset lies; the first where lines went on both sides of a line."""
        return next(iter(self.hunks_at(offset)), None)

    def hunks_at(self, offset: int) -> list[Hunk]:
        """The hunks in whose lines an offset lies; lines that went are where they stood, and at the line end above."""
        text = self.inline.buffer
        at_end = offset == len(text) and not _ends_line(text)

        def has(hunk: Hunk) -> bool:
            start, end = hunk.new
            if start <= offset < end or (at_end and offset == end):
                return True
            return start == end and (
                _line_end_before(text, start) <= offset <= start or _is_line(text, start, offset)
            )

        # They don't touch each other: only what begins last before a place, and first behind it, can have it.
        behind = bisect_right(self.hunks, offset, key=lambda each: each.new.start)
        return [each for each in self.hunks[max(behind - 1, 0) : behind + 1] if has(each)]

    def reverting(self, span: Span) -> list[tuple[Hunk, TextEdit]]:
        """The hunks that a range touches, and the edit that takes each of them back."""
        here = self.hunk_at(span.start)
        touched = [
            each
            for each in self.hunks
            if each is here or each.new.overlaps(span) or span.start <= each.new.start < span.end
        ]
        return [(each, TextEdit(each.new, self.was(each))) for each in touched]


def _ends_line(text: str) -> bool:
    return text.endswith(("\n", "\r"))


def _line_end_before(text: str, start: int) -> int:
    """The line end that stands before a line; the line's start where it is the first."""
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end, 0, start):
            return start - len(end)
    return start


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether both places are in one line, the start first."""
    return start <= end and all(text.find(each, start, end) < 0 for each in "\n\r")
