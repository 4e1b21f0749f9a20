"""The port to what turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Embedder(Protocol):
    """Turns texts into vectors, near each other where the texts mean much the same.

    A vector is the bytes of its numbers: `dimensions` floats of 32 bits, little-endian, of length 1.
    So the store keeps it, and nobody has to import a library to hand it on.
    """

    @property
    def model(self) -> str:
        """What tells this model's vectors from those of others: a part of every key."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text, in their order."""
