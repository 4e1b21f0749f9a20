"""How long a search takes, by words and by both words and meaning, over a published mix of queries.

python benchmarks/search.py            # 10,000 prompts; also by meaning, where the extra is installed
python benchmarks/search.py 100000
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from meaning import model_folder
from search_inputs import ROOT, prompts, queries
from timing import p95

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.bootstrap.meaning import StoreMeaning
from promptwell.domain.prompts.ports import EmbeddingRow, FileState, PromptFiles
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.prompts.search.meaning import Meaning, NoMeaning
from promptwell.domain.security.permission import Actor, Role
from promptwell.errors import MissingExtraError
from promptwell.services.context import Context
from promptwell.services.living_engine import Engine
from promptwell.services.searching import SearchRequest, search
from promptwell.settings.machine import SearchChoice

_BATCH = 500
_REAL_VECTORS = 500
_NOISE = 0.02
_MOST_BY_MEANING = 10_000


@dataclass
class SearchTimes:
    """Milliseconds of the 95th of 100 searches; `by_kind` has those of each kind of query.

    By words it is processor time, by meaning as well it is what a user waits.
    """

    text: float
    by_kind: dict[str, float]
    hybrid: float | None = None
    remembered: float | None = None
    equal: bool = True
    fill: float = 0.0


def measure(count: int = 10_000) -> SearchTimes:
    """Fill a store with prompts, then search it; up to 10,000 of them by meaning, where a model is."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        began = time.perf_counter()
        kept = _fill(store, count)
        fill = time.perf_counter() - began
        mix = queries(kept)
        store.looks[ROOT] = datetime(2027, 1, 1, tzinfo=UTC)  # there are no files to look at
        context = _context(store, None)
        _timed(context, mix[:20], "text")
        times = _timed(context, mix, "text")
        by_kind = {
            kind: p95([taken for (each, _), taken in zip(mix, times, strict=True) if each == kind])
            for kind in dict.fromkeys(kind for kind, _ in mix)
        }
        found = SearchTimes(p95(times), by_kind, fill=fill)
        model = model_folder()
        if model is not None and count <= _MOST_BY_MEANING:
            _measure_hybrid(found, store, folder, kept, mix, model)
        store.close()
    return found


def _measure_hybrid(
    found: SearchTimes,
    store: SqlStore,
    folder: str,
    kept: Sequence[Sequence[Chunk]],
    mix: Sequence[tuple[str, str]],
    model: str,
) -> None:
    choice = SearchChoice(model, "")
    with_meaning = StoreMeaning(store, folder, choice)
    try:
        _vectors(store, with_meaning, kept)
        context = _context(store, with_meaning)
        with_meaning.vectors()
        with_meaning.queries().embed(["warm up"])
    except MissingExtraError:
        return
    found.hybrid = p95(_timed(context, mix, "hybrid"))
    found.remembered = p95(_timed(context, mix, "hybrid"))
    forgetful = _context(store, _Forgetful(with_meaning))
    found.equal = all(_answer(context, query) == _answer(forgetful, query) for _, query in mix[:50])
    with_meaning.close()


class _Forgetful:
    """The same search by meaning, which remembers no query."""

    def __init__(self, meaning: StoreMeaning) -> None:
        self.lasting = meaning.lasting
        self.making, self.resume = meaning.making, meaning.resume
        self.take_over, self.spared = meaning.take_over, meaning.spared
        self.embedder = self.queries = meaning.embedder
        self.vectors = meaning.vectors
        self.renew = meaning.renew
        self.close = meaning.close


def _answer(context: Context, query: str) -> object:
    return search(context, SearchRequest(query=query))


def _timed(context: Context, mix: Sequence[tuple[str, str]], mode: str) -> list[float]:
    # Searching words is one thread's work; the model uses all processors, so there the clock counts.
    clock = time.process_time if mode == "text" else time.perf_counter
    times = []
    for _, query in mix:
        request = SearchRequest(query=query, mode=cast("Any", mode))
        began = clock()
        search(context, request)
        times.append((clock() - began) * 1000)
    return times


def _fill(store: SqlStore, count: int) -> list[list[Chunk]]:
    kept: list[list[Chunk]] = []
    batch = []
    for record, chunks in prompts(count):
        kept.append(chunks)
        batch.append((record, chunks))
        if len(batch) == _BATCH or len(kept) == count:
            with store.writing(ROOT) as rows:
                rows.files.put(
                    [FileState(record.path, 1, 1, record.content) for record, _ in batch]
                )
                rows.prompts.insert([record for record, _ in batch])
                rows.chunks.replace({record.id: chunks for record, chunks in batch})
            batch = []
    return kept


def _vectors(store: SqlStore, meaning: StoreMeaning, kept: Sequence[Sequence[Chunk]]) -> None:
    """Real vectors of some chunks; those of the others lie around them."""
    chunks = list({chunk.key: chunk for each in kept for chunk in each}.values())
    embedder = meaning.embedder()
    real = embedder.embed([chunk.meaning for chunk in chunks[:_REAL_VECTORS]])
    import numpy as np  # comes with the extra

    noise = np.random.default_rng(5)
    numbers = np.stack([np.frombuffer(vector, "<f4") for vector in real])
    for begin in range(0, len(chunks), _BATCH):
        keys = [chunk.key for chunk in chunks[begin : begin + _BATCH]]
        rows = numbers[noise.integers(0, len(numbers), len(keys))]
        rows = rows + noise.normal(0, _NOISE, rows.shape)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        made = [row.astype("<f4").tobytes() for row in rows]
        if begin == 0:
            made[: len(real)] = real
        with store.writing(ROOT) as transaction:
            transaction.embeddings.put(embedder.model, map(EmbeddingRow, keys, made))


def _context(store: SqlStore, meaning: Meaning | None) -> Context:
    return Context(
        Actor("bench", Role.ADMIN),
        ROOT,
        store,
        cast("PromptFiles", None),
        lambda: datetime(2026, 7, 1, tzinfo=UTC),
        _say_nothing,
        cast("Engine", None),
        meaning=meaning or NoMeaning(),
    )


def _say_nothing(done: int, total: int | None = None, what: str = "") -> None:
    """Progress that nobody looks at."""


def main() -> None:
    """Print one size in full."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    found = measure(count)
    print(f"{count:,} prompts put into the store in {found.fill:.1f} s")
    kinds = ", ".join(f"{kind} {taken:.1f}" for kind, taken in found.by_kind.items())
    print(f"by words: p95 {found.text:.1f} ms ({kinds})")
    if found.hybrid is not None:
        print(
            f"by words and meaning: p95 {found.hybrid:.1f} ms, queries embedded before {found.remembered:.1f} ms"
        )
        print(f"answers with and without remembered queries are equal: {found.equal}")


if __name__ == "__main__":
    main()
