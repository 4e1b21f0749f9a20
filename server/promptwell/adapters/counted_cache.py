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

    What it keeps is keyed by content, so that nothing in it is ever out of date.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()
        self._hits = 0
        self._misses = 0

    def get(self, key: Key) -> Value | None:
        """The value of a key, or None where it is not kept."""
        with self._lock:
            value = self._kept.get(key)
            if value is None:
                self._misses += 1
                return None
            self._kept.move_to_end(key)
            self._hits += 1
            return value

    def put(self, key: Key, value: Value) -> None:
        """Keep a value; the one that was not asked for longest may have to go."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of a key; made, and kept, where it is not there. Two threads may both make it."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def clear(self) -> None:
        """Forget all values; the counts go on."""
        with self._lock:
            self._kept.clear()

    def counts(self) -> CacheCounts:
        """How it is doing."""
        with self._lock:
            return CacheCounts(len(self._kept), self._most, self._hits, self._misses)
