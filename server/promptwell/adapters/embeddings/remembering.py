"""An embedder that remembers what it was asked last: people search for the same words again and again."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.adapters.counted_cache import CacheCounts, CountedCache
from promptwell.domain.prompts.search.embedding import Embedder


class RememberingEmbedder:
    """Asks another embedder only for texts that it does not remember. For queries, not for indexing."""

    def __init__(self, embedder: Embedder, most: int = 2_000) -> None:
        self._embedder = embedder
        self._cache: CountedCache[tuple[str, str], bytes] = CountedCache(most)

    @property
    def model(self) -> str:
        """The model's name."""
        return self._embedder.model

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text, in their order."""
        model = self._embedder.model
        known = {text: self._cache.get((model, text)) for text in dict.fromkeys(texts)}
        missing = [text for text, vector in known.items() if vector is None]
        made = dict(zip(missing, self._embedder.embed(missing) if missing else (), strict=True))
        for text, vector in made.items():
            self._cache.put((model, text), vector)
        return [made.get(text) or known[text] or b"" for text in texts]

    def counts(self) -> CacheCounts:
        """How often it remembered."""
        return self._cache.counts()
