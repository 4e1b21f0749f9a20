"""Texts that were read from a store, kept in memory by their digests."""

from __future__ import annotations

from promptwell.adapters.counted_cache import CacheCounts, CountedCache

_MOST = 500
_LONGEST = 64 * 1024
"""Characters of a text that is kept: all of them together stay below 32 million."""


class KeptTexts:
    """The texts that were read last. A text of a digest is always the same: nothing goes out of date."""

    def __init__(self, most: int = _MOST) -> None:
        self._cache: CountedCache[str, str] = CountedCache(most)

    def get(self, digest: str) -> str | None:
        """A text that is kept."""
        return self._cache.get(digest)

    def put(self, digest: str, text: str) -> None:
        """Keep a text that the store has for good."""
        if len(text) <= _LONGEST:
            self._cache.put(digest, text)

    def clear(self) -> None:
        """Forget all of them: the store is another one."""
        self._cache.clear()

    def counts(self) -> CacheCounts:
        """How often it helped."""
        return self._cache.counts()
