"""The search by meaning of one store: its model and its vectors, opened when they are first needed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from promptwell.adapters.counted_cache import CacheCounts
from promptwell.errors import EngineError
from promptwell.settings.machine import SearchChoice

if TYPE_CHECKING:
    from promptwell.adapters.embeddings.remembering import RememberingEmbedder
    from promptwell.adapters.embeddings.sentence_transformer import SentenceTransformerEmbedder
    from promptwell.adapters.storage.store import SqlStore
    from promptwell.bootstrap.vector_maker import VectorMaker
    from promptwell.domain.prompts.ports import EmbeddingRows
    from promptwell.domain.prompts.search.vector_index import VectorEntry, VectorIndex
    from promptwell.domain.prompts.search.vector_making import VectorMaking

_FOLDER = "vectors"
# So many vectors are in memory at once.
_AT_ONCE = 2_000


def can_search_by_meaning() -> bool:
    """Whether the extra `semantic` is installed; nothing of it is imported."""
    return all(find_spec(name) for name in ("sentence_transformers", "chromadb"))


class StoreMeaning:
    """`Meaning` over sentence-transformers and Chroma. Threads may share it.

    `maker` is what makes vectors by itself, where something does.
    """

    maker: VectorMaker | None = None

    def __init__(
        self, store: SqlStore, folder: str, choice: SearchChoice, *, lasting: bool = True
    ) -> None:
        self.lasting = lasting
        self._known = self._made = self._passages = 0
        self._store = store
        self._folder = os.path.join(folder, _FOLDER)
        self._choice = choice
        self._lock = threading.Lock()
        self._embedder: SentenceTransformerEmbedder | None = None
        self._queries: RememberingEmbedder | None = None
        self._vectors: VectorIndex | None = None
        self._mark = ""

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
        """The vectors of all chunks, also of those that another server of the same database made."""
        with self._lock, self._store.reading("") as rows:
            mark = rows.embeddings.mark()
            if self._vectors is None:
                self._vectors = self._open()
            elif mark != self._mark:
                self._catch_up(self._vectors, rows.embeddings)
            self._mark = mark
            return self._vectors

    def caches(self) -> dict[str, CacheCounts]:
        """How often passages had a vector in the store, and queries one in memory; nothing before the first."""
        found: dict[str, CacheCounts] = {}
        if self._passages:
            kept = self._passages
            found["embeddings"] = CacheCounts(kept, kept, self._known, self._made)
        if self._queries:
            found["query embeddings"] = self._queries.counts()
        return found

    def making(self) -> VectorMaking | None:
        """How far the vectors are that are made in the background."""
        return self.maker.state() if self.maker else None

    def resume(self) -> None:
        """Go on in the background where there is anything left to do."""
        if self.maker:
            self.maker.wake()

    def take_over(self) -> None:
        """Stop what makes vectors in the background."""
        if self.maker:
            self.maker.stop()

    def spared(self, known: int, made: int) -> None:
        """Count how many passages had a vector, and how many the model was asked about."""
        self._known += known
        self._made += made
        self._passages = known + made

    def lacking(self) -> int:
        """How many passages have no vector.

        Raises:
            EngineError: some have none, and the model would have to be fetched first.
        """
        embedder = self.embedder()
        with self._store.reading("") as rows:
            count = rows.embeddings.missing_count(embedder.model)
        if count and not embedder.is_here():
            raise EngineError(
                f"the model `{self._choice.model}` is not on this machine; fetch it with: promptwell index embed"
            )
        return count

    def renew(self) -> None:
        """Have the vectors agree with the store again, by opening them anew when they are next needed."""
        self._close()
        self.resume()

    def close(self) -> None:
        """Let go of the vectors."""
        self.take_over()
        self._close()

    def _close(self) -> None:
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

    def _catch_up(self, vectors: VectorIndex, stored: EmbeddingRows) -> None:
        """Bring an open index to agree with the store, which somebody has changed or restored."""
        from promptwell.domain.prompts.search.vector_index import VectorEntry

        model = self._model().model
        kept, held = stored.keys(model), vectors.keys()
        lacking = sorted(kept - held)
        for begin in range(0, len(lacking), _AT_ONCE):
            found = stored.get(model, lacking[begin : begin + _AT_ONCE], living=True)
            vectors.add([VectorEntry(key, vector) for key, vector in found.items()])
        vectors.remove(held - kept)

    def _stored(self) -> Iterator[VectorEntry]:
        from promptwell.domain.prompts.search.vector_index import VectorEntry

        model = self._model().model
        with self._store.reading("") as rows:
            for row in rows.embeddings.all(model):
                yield VectorEntry(row.key, row.vector)
