"""An index of vectors brought to agree with what the store keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import NamedTuple, Protocol

from promptwell.domain.prompts.search.vector_index import VectorEntry

_AT_ONCE = 2_000
_SAMPLES = 16


class Fillable(Protocol):
    """What an index must be able to do for it."""

    keys: set[str]

    def add(self, entries: Iterable[VectorEntry]) -> None:
        """Add vectors."""

    def remove(self, keys: Iterable[str]) -> None:
        """Remove vectors."""


class Agreement(NamedTuple):
    """What had to be done, and a few of the vectors that must be found now."""

    added: int
    removed: int
    samples: tuple[VectorEntry, ...]


def bring_to_agreement(
    index: Fillable, stored: Callable[[], Iterable[VectorEntry]], at_once: int = _AT_ONCE
) -> Agreement:
    """Add what is stored and missing, remove what is not stored; few vectors are in memory at a time."""
    before = set(index.keys)
    seen: set[str] = set()
    waiting: list[VectorEntry] = []
    samples: list[VectorEntry] = []
    added = 0
    for entry in stored():
        seen.add(entry.key)
        # The smallest keys: digests, so that is as good as by chance, and each time the same.
        if len(samples) < _SAMPLES or entry.key < samples[-1].key:
            samples = nsmallest(_SAMPLES, [*samples, entry])
        if entry.key not in before:
            waiting.append(entry)
        if len(waiting) == at_once:
            index.add(waiting)
            added += len(waiting)
            waiting = []
    index.add(waiting)
    stray = before - seen
    index.remove(stray)
    return Agreement(added + len(waiting), len(stray), tuple(samples))
