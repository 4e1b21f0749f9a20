"""The vectors of one model in a collection of Chroma, embedded or on a server alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from math import ceil
from typing import Any

from promptwell.adapters.vectors.chroma_package import ChromaFault, chroma_faults
from promptwell.domain.prompts.search.vector_index import Near, VectorEntry

CONFIGURATION = {
    "hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
}
"""Prompts of a team come in crowds of near copies, which the defaults do not search well: of the 50 nearest
among 30,000 such vectors they find 81 %, and these all. Making the index takes twice as long."""

# A question among more than this share of all keys is answered by asking for more and leaving out what
# is not wanted: that is quicker, for the keys need not be sent. Among fewer it would find too little.
_MANY = 1 / 3
_SPARE = 2


class ChromaCollection:
    """Adds, removes and finds vectors. Every fault of Chroma's is a `ChromaFault`.

    The keys are known here, so that Chroma is never asked about one that it doesn't have: that is an error to it.
    """

    def __init__(self, collection: Any, most_at_once: int) -> None:
        self._collection = collection
        self._most_at_once = most_at_once
        with chroma_faults():
            self.keys: set[str] = set(collection.get(include=[])["ids"])

    def add(self, entries: Iterable[VectorEntry]) -> None:
        """Add those whose keys are not there yet."""
        import numpy as np

        new = {each.key: each.vector for each in entries if each.key not in self.keys}
        for keys in _batches(list(new), self._most_at_once):
            joined = b"".join(new[key] for key in keys)
            vectors = np.frombuffer(joined, dtype="<f4").reshape(len(keys), -1)
            with chroma_faults():
                self._collection.upsert(ids=keys, embeddings=vectors)
            self.keys.update(keys)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove those that are there."""
        for batch in _batches(sorted(self.keys.intersection(keys)), self._most_at_once):
            with chroma_faults():
                self._collection.delete(ids=batch)
            self.keys.difference_update(batch)

    def nearest(self, vector: bytes, limit: int, among: Collection[str] | None) -> list[Near]:
        """The nearest keys, the nearest first."""
        if among is None:
            return self._query(vector, min(limit, len(self.keys)))
        wanted = self.keys.intersection(among)
        limit = min(limit, len(wanted))
        if limit and len(wanted) > len(self.keys) * _MANY:
            more = ceil(limit * _SPARE * len(self.keys) / len(wanted))
            nearest = self._query(vector, min(more, len(self.keys)))
            found = [each for each in nearest if each.key in wanted]
            if len(found) >= limit:
                return found[:limit]
        return self._query(vector, limit, list(wanted))

    def _query(self, vector: bytes, limit: int, among: list[str] | None = None) -> list[Near]:
        import numpy as np

        if limit < 1:
            return []
        with chroma_faults():
            answer = self._collection.query(
                query_embeddings=[np.frombuffer(vector, dtype="<f4")],
                n_results=limit,
                ids=among,
                include=["distances"],
            )
            pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
            found = [Near(key, max(-1.0, min(1.0, 1.0 - distance))) for key, distance in pairs]
        if not found:
            raise ChromaFault("it has vectors and finds none")
        return found


def _batches(keys: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(keys), size):
        yield list(keys[start : start + size])
