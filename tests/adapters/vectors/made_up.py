"""Vectors to try an index with, and a store that keeps them."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from hashlib import sha256

from promptwell.domain.prompts.search.vector_index import VectorEntry

DIMENSIONS = 16


def vector(seed: int) -> bytes:
    """A vector of length 1, always the same for a seed."""
    chance = random.Random(seed)
    numbers = [chance.gauss(0, 1) for _ in range(DIMENSIONS)]
    length = sum(each * each for each in numbers) ** 0.5
    return array("f", [each / length for each in numbers]).tobytes()


def entry(seed: int) -> VectorEntry:
    return VectorEntry(sha256(str(seed).encode()).hexdigest(), vector(seed))


def similarity(one: bytes, other: bytes) -> float:
    first, second = array("f"), array("f")
    first.frombytes(one)
    second.frombytes(other)
    return sum(each * of_other for each, of_other in zip(first, second, strict=True))


class Stored:
    """What a store keeps; how often it was asked for all of it."""

    def __init__(self, count: int) -> None:
        self.entries = {each.key: each for each in map(entry, range(count))}
        self.asked = 0

    def __call__(self) -> Iterator[VectorEntry]:
        self.asked += 1
        yield from list(self.entries.values())

    def nearest(self, wanted: bytes, limit: int) -> list[str]:
        """The keys that a search must find, by looking at all."""
        near = sorted(
            self.entries.values(), key=lambda each: similarity(each.vector, wanted), reverse=True
        )
        return [each.key for each in near[:limit]]
