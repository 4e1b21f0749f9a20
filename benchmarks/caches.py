"""What each cache of the engine spares: the same questions with and without it, their answers and their times.

python benchmarks/caches.py
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from meaning import model_folder
from repository import write_prompts

from promptwell.adapters.embeddings.remembering import RememberingEmbedder
from promptwell.adapters.kept_documents import KeptDocuments
from promptwell.adapters.storage.kept_texts import KeptTexts
from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.bootstrap.meaning import StoreMeaning, can_search_by_meaning
from promptwell.bootstrap.operations import Operations, local_user
from promptwell.bootstrap.stores import files_of
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.search.meaning import Meaning, NoMeaning
from promptwell.settings.machine import SearchChoice

if TYPE_CHECKING:
    from promptwell.services.living_engine import Engine

PROMPTS = 800
_ROUNDS = 7
_NO_ENGINE = cast("Engine", None)  # nothing that is asked here asks for it
_MOVED = tuple(f"prompt{number}" for number in range(10))
_LONG = "long"
_SAID = ("refund for a late parcel", "summarize an article", "write tests", "translate politely")


@dataclass(frozen=True)
class CacheGain:
    """Milliseconds of processor time of the same questions, and whether they were answered alike.

    `hits` is the share of what was asked of the cache that it had.
    """

    name: str
    without: float
    with_it: float
    equal: bool
    hits: float


def measure(count: int = PROMPTS) -> list[CacheGain]:
    """The gain of each cache; those of meaning only where the extra `semantic` is installed."""
    with _workspace(count) as bench:
        found = [bench.texts(), bench.metadata()]
        if bench.has_meaning:
            found += [bench.embeddings(), bench.queries()]
        return found


class _Bench:
    def __init__(self, root: str, store: SqlStore, meaning: Meaning) -> None:
        self._root = root
        self._store = store
        self._meaning = meaning
        self.has_meaning = not isinstance(meaning, NoMeaning)

    def texts(self) -> CacheGain:
        """The texts of 50 long prompts alone: of a whole search they are a hundredth."""
        with self._store.reading(self._root) as rows:
            records = rows.prompts.select(Selection(folder=_LONG), "", 50)
        wanted = [each.content for each in records]
        kept = KeptTexts()
        times: dict[str, list[float]] = {"without": [], "with": []}
        answers: dict[str, Any] = {}
        for number in range(_ROUNDS + 1):
            for which, texts in (("without", KeptTexts(0)), ("with", kept)):
                self._store.texts = texts
                begun = time.process_time()
                with self._store.reading(self._root) as rows:
                    answers[which] = rows.contents.get_each(wanted)
                if number:  # the first round fills it
                    times[which].append((time.process_time() - begun) * 1000)
        return CacheGain(
            "texts",
            median(times["without"]),
            median(times["with"]),
            answers["without"] == answers["with"],
            kept.counts().hit_rate,
        )

    def metadata(self) -> CacheGain:
        kept = KeptDocuments()
        return self._compare(
            "metadata",
            self.operations,
            lambda: self.operations(parse=kept),
            [("prompt.offered", {}), ("prompt.lint", {"prompt": "prompt7"})],
            lambda: kept.counts().hit_rate,
        )

    def embeddings(self) -> CacheGain:
        """Prompts move, and their passages want vectors: from the store, or from the model once more."""
        operations = self.operations()
        self.run(operations, "index.embed", {})
        times: dict[str, list[float]] = {"without": [], "with": []}
        answers: dict[str, Any] = {}
        known = made = 0
        for number in range(_ROUNDS):
            for which, taken in times.items():
                for name in _MOVED:
                    self.run(
                        operations, "prompt.move", {"prompt": name, "target": f"{which}{number}/"}
                    )
                if which == "without":
                    self._forget_vectors()
                begun = time.process_time()
                done = self.run(operations, "index.embed", {})
                taken.append((time.process_time() - begun) * 1000)
                if which == "with":
                    known, made = known + done["known"], made + done["embedded"]
                similar = self.run(operations, "similar", {"prompt": _MOVED[0]})["hits"]
                answers[which] = [(each["name"], each["near_duplicate"]) for each in similar]
        return CacheGain(
            "embeddings",
            median(times["without"]),
            median(times["with"]),
            answers["without"] == answers["with"],
            known / (known + made),
        )

    def queries(self) -> CacheGain:
        kept = RememberingEmbedder(self._meaning.embedder())
        return self._compare(
            "query embeddings",
            lambda: self.operations(meaning=_Queries(self._meaning, None)),
            lambda: self.operations(meaning=_Queries(self._meaning, kept)),
            [("search", {"query": query, "mode": "meaning"}) for query in _SAID],
            lambda: kept.counts().hit_rate,
        )

    def _compare(
        self,
        name: str,
        without: Callable[[], Operations],
        with_it: Callable[[], Operations],
        questions: list[tuple[str, dict[str, Any]]],
        hits: Callable[[], float],
    ) -> CacheGain:
        """Ask in turns, so that what else the machine does falls on both."""
        times: dict[str, list[float]] = {"without": [], "with": []}
        answers: dict[str, Any] = {}
        for number in range(_ROUNDS + 1):
            for which, operations in (("without", without), ("with", with_it)):
                chosen = operations()
                begun = time.process_time()
                answers[which] = [self.run(chosen, *question) for question in questions]
                if number:  # the first round fills what there is to be filled
                    times[which].append((time.process_time() - begun) * 1000)
        return CacheGain(
            name,
            median(times["without"]),
            median(times["with"]),
            answers["without"] == answers["with"],
            hits(),
        )

    def run(self, operations: Operations, name: str, asked: dict[str, Any]) -> Any:
        return operations.run(name, asked, root=self._root, actor=local_user())

    def operations(self, **parts: Any) -> Operations:
        usual = Operations(
            self._store,
            partial(files_of, self._store),
            _NO_ENGINE,
            meaning=self._meaning,
        )
        return replace(usual, **parts)

    def _forget_vectors(self) -> None:
        with closing(sqlite3.connect(self._store.place)) as connection, connection:
            connection.executemany(
                "DELETE FROM embeddings WHERE key IN (SELECT key FROM chunks JOIN prompts "
                "ON prompts.id = chunks.prompt_id WHERE prompts.name = ?)",
                [(name,) for name in _MOVED],
            )


class _Queries:
    """The same search by meaning, with another memory of queries or none."""

    def __init__(self, meaning: Meaning, kept: RememberingEmbedder | None) -> None:
        self.lasting = meaning.lasting
        self.making, self.resume = meaning.making, meaning.resume
        self.take_over, self.spared = meaning.take_over, meaning.spared
        self.embedder = meaning.embedder
        self.queries = (lambda: kept) if kept else meaning.embedder
        self.vectors = meaning.vectors
        self.renew = meaning.renew
        self.close = meaning.close


@contextmanager
def _workspace(count: int) -> Iterator[_Bench]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "work")
        write_prompts(root, count)
        _write_long_prompts(root / _LONG)
        store = open_store(f"{folder}/store")
        meaning: Meaning = NoMeaning()
        model = model_folder() if can_search_by_meaning() else None
        if model:
            meaning = StoreMeaning(store, f"{folder}/store", SearchChoice(model, ""))
        bench = _Bench(root.as_posix(), store, meaning)
        bench.run(bench.operations(), "index", {})
        store.looks[root.as_posix()] = datetime(
            2100, 1, 1, tzinfo=UTC
        )  # the files stay as they are
        try:
            yield bench
        finally:
            meaning.close()
            store.close()


def _write_long_prompts(folder: Path) -> None:
    """Prompts of 60 kB."""
    folder.mkdir()
    line = "Answer the customer in a few polite sentences and name the next step.\n"
    for number in range(50):
        text = f"Prompt {number}.\n{line * 850}"
        (folder / f"long{number}.prompty").write_text(f"---\nname: long{number}\n---\n{text}")


def main() -> None:
    """Print the table."""
    print("| cache            | without, ms | with, ms | asked and kept | answers |")
    print("|------------------|------------:|---------:|---------------:|---------|")
    for each in measure():
        equal = "equal" if each.equal else "DIFFER"
        print(
            f"| {each.name:16} | {each.without:11.1f} | {each.with_it:8.1f} | {100 * each.hits:12.0f} % | {equal:7} |"
        )


if __name__ == "__main__":
    main()
