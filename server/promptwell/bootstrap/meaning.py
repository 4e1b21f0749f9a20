"""The search by meaning of one store: its model and its vectors, opened when they are first needed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.settings.machine import SearchChoice

if TYPE_CHECKING:
    from promptwell.adapters.counted_cache import CacheCounts
    from promptwell.adapters.embeddings.remembering import RememberingEmbedder
    from promptwell.adapters.embeddings.sentence_transformer import SentenceTransformerEmbedder
    from promptwell.adapters.storage.store import SqlStore
    from promptwell.domain.prompts.search.vector_index import VectorEntry, VectorIndex

_FOLDER = "vectors"


class StoreMeaning:
    """`Meaning` over sentence-transformers and Chroma. Threads may share it."""

    def __init__(self, store: SqlStore, folder: str, choice: SearchChoice) -> None:
        self._store = store
        self._folder = os.path.join(folder, _FOLDER)
        self._choice = choice
        self._lock = threading.Lock()
        self._embedder: SentenceTransformerEmbedder | None = None
        self._queries: RememberingEmbedder | None = None
        self._vectors: VectorIndex | None = None

    def embedder(self) -> SentenceTransformerEmbedder:
        """What makes vectors of texts."""
        with self._lock:
            return self._model()

    def queries(self) -> RememberingEmbedder:
        """What makes vectors of queries, and remembers them."""
        from promptwell.adapters.embeddings.remembering import RememberingEmbedder

        with self._lock:
            self._queries = self._queries or RememberingEmbedder(self._model())
            return self._queries

    def vectors(self) -> VectorIndex:
        """The vectors of all chunks."""
        with self._lock:
            self._vectors = self._vectors or self._open()
            return self._vectors

    def caches(self) -> dict[str, CacheCounts]:
        """How often the vector of a query was remembered; nothing before the first."""
        return {"query embeddings": self._queries.counts()} if self._queries else {}

    def renew(self) -> None:
        """Have the vectors agree with the store again, by opening them anew when they are next needed."""
        self.close()

    def close(self) -> None:
        """Let go of the vectors."""
        with self._lock:
            vectors, self._vectors = self._vectors, None
        if vectors is not None:
            vectors.close()

    def _model(self) -> SentenceTransformerEmbedder:
        from promptwell.adapters.embeddings.sentence_transformer import SentenceTransformerEmbedder

        self._embedder = self._embedder or SentenceTransformerEmbedder(self._choice.model)
        return self._embedder

    def _open(self) -> VectorIndex:
        model = self._model().model
        if self._choice.chroma_url:
            from promptwell.adapters.vectors.chroma_server import connect_vector_index

            return connect_vector_index(
                self._choice.chroma_url, self._store.place, model, self._stored
            )
        from promptwell.adapters.vectors.embedded_chroma import open_vector_index

        return open_vector_index(self._folder, model, self._stored)

    def _stored(self) -> Iterator[VectorEntry]:
        from promptwell.domain.prompts.search.vector_index import VectorEntry

        model = self._model().model
        with self._store.reading("") as rows:
            for row in rows.embeddings.all(model):
                yield VectorEntry(row.key, row.vector)
