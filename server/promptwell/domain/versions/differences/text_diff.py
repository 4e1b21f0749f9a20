"""The form of a difference between two texts, the same for lines, words and tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from promptwell.language.text.source import Span

Kind = Literal["added", "removed", "changed", "white-space"]


@dataclass(frozen=True, slots=True)
class Change:
    """What stood in a range of the old text stands no more; a range of the new text has its place.

    `kind` is `white-space` where both ranges say the same but for spaces, tabs and line ends.
    """

    old: Span
    new: Span
    kind: Kind


@dataclass(frozen=True, slots=True)
class Hunk(Change):
    """A change of whole lines; `words` are the changes inside, in offsets of the whole texts."""

    words: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class TextDiff:
    """The difference of two texts: its hunks in order, never touching each other."""

    hunks: tuple[Hunk, ...] = ()

    @property
    def words(self) -> tuple[Change, ...]:
        """The changes of words in all hunks."""
        return tuple(change for hunk in self.hunks for change in hunk.words)

    def reversed(self) -> TextDiff:
        """The way back: the difference of the new text and the old one."""
        hunks = (
            Hunk(
                each.new,
                each.old,
                _BACK[each.kind],
                tuple(Change(word.new, word.old, _BACK[word.kind]) for word in each.words),
            )
            for each in self.hunks
        )
        return TextDiff(tuple(hunks))


_BACK: dict[Kind, Kind] = {
    "added": "removed",
    "removed": "added",
    "changed": "changed",
    "white-space": "white-space",
}


def kind_of(old: str, new: str) -> Kind:
    """What kind of change leads from one piece of text to another."""
    if "".join(old.split()) == "".join(new.split()):
        return "white-space"
    if not old:
        return "added"
    return "changed" if new else "removed"


def applied(changes: Iterable[Change], old: str, new: str) -> str:
    """The old text with the changes made, what comes in taken from the new text."""
    pieces: list[str] = []
    position = 0
    for change in changes:
        pieces += (old[position : change.old.start], new[change.new.start : change.new.end])
        position = change.old.end
    return "".join([*pieces, old[position:]])
