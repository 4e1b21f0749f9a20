"""Meaning without a model: a text's vector says which of some topics it is about. The index looks at every vector."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Sequence

from promptwell.domain.prompts.search.nearness import similarity
from promptwell.domain.prompts.search.vector_index import Near, VectorEntry
from promptwell.domain.prompts.search.vector_making import VectorMaking

# Words that mean much the same.
TOPICS = (
    {"refund", "refunds", "rebate", "money", "reimbursement"},
    {"late", "parcel", "delayed", "shipment", "wait"},
    {"article", "summarize", "digest", "news", "condense"},
    {"test", "tests", "rules"},
)


class TopicEmbedder:
    """Counts the words of each topic."""

    model = "topics"
    dimensions = len(TOPICS) + 1

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        self.texts += texts
        return [self._vector(text) for text in texts]

    @staticmethod
    def _vector(text: str) -> bytes:
        words = "".join(each if each.isalnum() else " " for each in text.lower()).split()
        counts = [float(sum(word in topic for word in words)) for topic in TOPICS]
        counts.append(0.0 if any(counts) else 1.0)  # about nothing in particular
        length = math.sqrt(sum(count * count for count in counts))
        return array("f", [count / length for count in counts]).tobytes()


class AllVectors:
    """Every vector, looked through one by one."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def add(self, entries: Sequence[VectorEntry]) -> None:
        self.held.update(entries)

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.held.pop(key, None)

    def nearest(
        self, vector: bytes, limit: int, among: Collection[str] | None = None
    ) -> list[Near]:
        near = [
            Near(key, similarity(vector, held))
            for key, held in self.held.items()
            if among is None or key in among
        ]
        return sorted(near, key=lambda each: (-each.similarity, each.key))[:limit]

    def keys(self) -> set[str]:
        return set(self.held)

    def count(self) -> int:
        return len(self.held)

    def rebuild(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.held.clear()


class Topics:
    """`Meaning` by topics. `made_so_far` is what a test says of vectors that are made in the background."""

    lasting = True
    made_so_far: VectorMaking | None = None

    def __init__(self) -> None:
        self.known = self.made = 0
        self._embedder = TopicEmbedder()
        self._vectors = AllVectors()

    def embedder(self) -> TopicEmbedder:
        return self._embedder

    def making(self) -> VectorMaking | None:
        return self.made_so_far

    def resume(self) -> None:
        """Nothing is made."""

    def take_over(self) -> None:
        """Nobody does."""

    def spared(self, known: int, made: int) -> None:
        self.known += known
        self.made += made

    def queries(self) -> TopicEmbedder:
        return self._embedder

    def vectors(self) -> AllVectors:
        return self._vectors

    def renew(self) -> None:
        self._vectors = AllVectors()

    def close(self) -> None:
        self._vectors.close()
