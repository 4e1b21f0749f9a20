"""What a merge gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["merge", "diff3"]


@dataclass(frozen=True)
class Markers:
    """How conflicts are written: what the sides are called, how long the marks are, and whether the base is shown."""

    ours: str = "ours"
    theirs: str = "theirs"
    base: str = "base"
    size: int = 7
    style: Style = "merge"


@dataclass(frozen=True)
class MergeConflict:
    """One place where both sides want something else.

    `where` says it in words, such as "`model.id`" or "the system message"; empty where only the text is
    known. `line` is that of the opening mark in the merged text, from 0.
    """

    where: str
    line: int
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """The merged text, and the conflicts that are marked in it.

    `structural` tells whether the structure of the file decided, or its lines alone.
    """

    text: str
    conflicts: tuple[MergeConflict, ...] = ()
    structural: bool = False

    @property
    def clean(self) -> bool:
        """Whether there is nothing left to decide."""
        return not self.conflicts
