"""How much of their wording two texts share: words in threes, and the few that stand for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest
from zlib import crc32

Shingle = tuple[str, ...]

LENGTH = 3


def shingles(words: Sequence[str]) -> frozenset[Shingle]:
    """All groups of three words that follow each other; of a shorter text the whole of it."""
    if len(words) < LENGTH:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(tuple(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1))


def sample(of: frozenset[Shingle], count: int) -> list[Shingle]:
    """Some of the shingles, as if drawn by chance, and the same ones in every text that has them."""
    return nsmallest(count, of, key=lambda each: (crc32(" ".join(each).encode("utf-8")), each))


def overlap(one: frozenset[Shingle], other: frozenset[Shingle]) -> float:
    """Which share of all their shingles two texts have in common, from 0 to 1."""
    both = len(one | other)
    return len(one & other) / both if both else 0.0
