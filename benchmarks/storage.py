"""The store: opening it, one write, one reading, and the rows of a large repository."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert
from timing import cpu_times, p95, wall_time

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.adapters.storage.tables import chunks
from promptwell.domain.prompts.ports import FileState, Selection
from promptwell.domain.prompts.record import PromptRecord

PROMPTS, CHUNKS_EACH = 10_000, 3
ROOT = "/bench"
_NOW = datetime(2026, 7, 1, tzinfo=UTC)
_OPEN = """
import sys
from promptwell.adapters.storage.opening import open_store
store = open_store(sys.argv[1])
with store.reading("/bench") as rows:
    rows.prompts.by_path("a")
store.close()
"""


@dataclass(frozen=True)
class StoreTimes:
    """Seconds for what is done once, milliseconds of the 95th of 100 for what is done often.

    A write waits for the disk; the others are processor time.
    """

    opening: float
    fill: float
    write: float
    read: float
    page: float
    save: float


def measure() -> StoreTimes:
    """Fill a store, then use it."""
    with _folder() as folder:
        store = open_store(str(folder))
        fill = sum(cpu_times(lambda: _fill(store), 1)) / 1000
        write = p95([_waited(partial(_write, store, at)) for at in range(200)])
        chosen = random.Random(1).sample(range(PROMPTS), 300)  # noqa: S311  # the same each time
        read = p95([_taken(partial(_read, store, at)) for at in chosen])
        page = p95([_taken(partial(_page, store, at)) for at in chosen])
        save = sum(cpu_times(lambda: store.save(str(folder / "saved.db")), 1)) / 1000
        store.close()
        empty = wall_time([sys.executable, "-c", ""])
        opening = wall_time([sys.executable, "-c", _OPEN, str(folder)]) - empty
    return StoreTimes(opening, fill, write, read, page, save)


def _fill(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        for number in range(PROMPTS):
            rows.contents.put(_text(number))
        rows.files.put(
            FileState(_path(number), number, 2000, _digest(number)) for number in range(PROMPTS)
        )
        rows.prompts.insert(_record(number) for number in range(PROMPTS))
    with store._open() as engines, engines.writer.begin() as connection:  # noqa: SLF001  # as its rows will be written
        connection.execute(insert(chunks), [row for n in range(PROMPTS) for row in _chunks(n)])


def _write(store: SqlStore, number: int) -> None:
    with store.writing(ROOT) as rows:
        found = rows.prompts.by_path(_path(number))
        assert found is not None
        assert rows.prompts.update(_record(number, revision=2), seen=1)


def _read(store: SqlStore, number: int) -> None:
    with store.reading(ROOT) as rows:
        assert rows.prompts.by_path(_path(number)) is not None


def _page(store: SqlStore, number: int) -> None:
    wanted = Selection(tags=(f"tag{number % 20}",), status="draft", folder=f"folder{number % 50}")
    with store.reading(ROOT) as rows:
        rows.prompts.select(wanted, "", 50)
        rows.prompts.count(wanted)


def _path(number: int) -> str:
    return f"folder{number % 50}/prompt{number}.prompty"


def _text(number: int) -> str:
    return f"---\nname: prompt{number}\n---\nsystem:\n" + f"Say {number} in other words. " * 70


def _digest(number: int) -> str:
    return sha256(_text(number).encode()).hexdigest()


def _record(number: int, revision: int = 1) -> PromptRecord:
    return PromptRecord(
        id=f"{number:032x}",
        path=_path(number),
        name=f"prompt{number}",
        format="prompty",
        content=_digest(number),
        revision=revision,
        description=f"Says {number} in other words",
        model="gpt-5",
        status=("draft", "approved")[number % 2],
        owner="ann",
        tags=(f"tag{number % 20}", "all"),
        fields={"audience": "adults", "limit": number},
        created=_NOW,
        updated=_NOW,
    )


def _chunks(number: int) -> Iterator[dict[str, object]]:
    for ordinal in range(CHUNKS_EACH):
        text = f"Say {number} in other words {ordinal}. " * 20
        yield {
            "prompt_id": f"{number:032x}",
            "ordinal": ordinal,
            "key": sha256(text.encode()).hexdigest(),
            "part": "message",
            "role": "system",
            "title": "",
            "start": 0,
            "end": len(text),
            "text": text,
            "meaning": text,
        }


def _waited(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _taken(work: Callable[[], None]) -> float:
    return cpu_times(work, 1)[0]


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="promptwell-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    print(measure())
