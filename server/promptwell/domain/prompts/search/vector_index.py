"""The port to what finds the nearest of many vectors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol


class VectorEntry(NamedTuple):
    """A vector under its key: the key of a chunk. Each key stands for one text, so its vector never changes."""

    key: str
    vector: bytes


class Near(NamedTuple):
    """What was found, and the cosine of the angle between the two: 1.0 is the same, 0.0 unrelated."""

    key: str
    similarity: float


class VectorIndex(Protocol):
    """The vectors of one model, to be searched by nearness.

    It holds nothing of its own: all of it can be made anew from the vectors that the store keeps.
    """

    def add(self, entries: Sequence[VectorEntry]) -> None:
        """Add vectors; those whose keys are there already change nothing."""

    def remove(self, keys: Iterable[str]) -> None:
        """Remove vectors; keys that are not there are left out."""

    def nearest(
        self, vector: bytes, limit: int, among: Collection[str] | None = None
    ) -> list[Near]:
        """The keys whose vectors are nearest, the nearest first; with `among` only of these keys."""

    def keys(self) -> set[str]:
        """All keys."""

    def count(self) -> int:
        """How many vectors there are."""

    def rebuild(self) -> None:
        """Make all of it anew from the vectors that the store keeps."""

    def close(self) -> None:
        """Let go of files and connections; nothing may be asked afterwards."""
