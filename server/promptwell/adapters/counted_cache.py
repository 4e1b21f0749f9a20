"""A bounded cache that tells how often it helped."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class CacheCounts:
    """How full a cache is, and how often it was asked with and without an answer."""

    size: int
    most: int
    hits: int
    misses: int

    @property
    def hit_rate(self) -> float:
        """The share of questions that it answered; 0.0 before the first."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else 0.0


class CountedCache(Generic[Key, Value]):
    """Keeps the values that were asked for last. Threads may share it.

    What it keeps is keyed by content, so that nothing in it is ever out of date. `most` bounds the
    weights of all values together: their number, where nobody says what each weighs.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()
        self._hits = 0
        self._misses = 0

    def get(self, key: Key) -> Value | None:
        """The value of a key, or None where it is not kept."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                self._misses += 1
                return None
            self._kept.move_to_end(key)
            self._hits += 1
            return kept[0]

    def put(self, key: Key, value: Value, weight: int = 1) -> None:
        """Keep a value; those that were not asked for longest may have to go."""
        with self._lock:
            _, before = self._kept.pop(key, (None, 0))
            self._kept[key] = (value, weight)
            self._weight += weight - before
            while self._weight > self._most:
                _, (_, freed) = self._kept.popitem(last=False)
                self._weight -= freed

    def get_or_make(self, key: Key, make: Callable[[], Value], weight: int = 1) -> Value:
        """The value of a key; made, and kept, where it is not there. Two threads may both make it."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value, weight)
        return value

    def clear(self) -> None:
        """Forget all values; the counts go on."""
        with self._lock:
            self._kept.clear()
            self._weight = 0

    def counts(self) -> CacheCounts:
        """How it is doing."""
        with self._lock:
            return CacheCounts(len(self._kept), self._most, self._hits, self._misses)
