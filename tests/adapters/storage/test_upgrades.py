"""A store of an older schema is brought up to date, or stays as it was; a newer one is left alone.

The migrations of tomorrow are files that the tests write beside those of today.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.adapters.storage.records import ROOT, prompt

from promptwell.adapters.storage import schema
from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.prompts.search.query import parse_query
from promptwell.errors import StoreError

KEPT = prompt("a", tags=("x",), content=sha256(b"text").hexdigest())
LATE = "about late parcels"
CHUNK = Chunk("k", LATE, LATE, "message", "", "", 0, len(LATE))
NOW = schema.newest_version()
STEP = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9001", "{before}"
def upgrade():
    op.add_column("prompts", sa.Column("mood", sa.Text, server_default="calm"))
    {more}
"""


@pytest.fixture
def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    folder = tmp_path / "migrations"
    shutil.copytree(schema._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def add(more: str = "") -> None:
        step = STEP.format(before=NOW, more=more)
        (folder / "versions" / "v9001_moods.py").write_text(step)
        monkeypatch.setattr(schema, "_MIGRATIONS", str(folder))

    return add


def fill(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.contents.put("text")
        rows.prompts.insert([KEPT])


def moods(store: SqlStore) -> list[str]:
    with store._open() as engines, engines.reader.begin() as connection:
        return list(connection.scalars(text("SELECT mood FROM prompts")))


def test_an_older_store_is_upgraded_when_it_is_used(
    store: SqlStore, add_migration: Callable[[str], None]
) -> None:
    fill(store)
    store.close()
    add_migration("")
    with store.reading(ROOT) as rows:
        found = rows.prompts.by_path("a")
    assert found == KEPT
    assert moods(store) == ["calm"]


def test_a_copy_from_before_the_upgrade_is_kept(
    tmp_path: Path, add_migration: Callable[[str], None]
) -> None:
    store = open_store(str(tmp_path / "store"))
    fill(store)
    store.close()
    add_migration("")
    done = store.upgrade()
    store.close()
    assert (done.before, done.after) == (NOW, "9001")
    with closing(sqlite3.connect(done.backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(NOW,)]
        assert copy.execute("SELECT path FROM prompts").fetchall() == [("a",)]


def test_a_failed_upgrade_leaves_the_store_as_it_was(
    store: SqlStore, add_migration: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    store.close()
    with monkeypatch.context() as tomorrow:
        before = schema._MIGRATIONS
        add_migration("op.execute('DELETE FROM prompts'); op.execute('no such statement')")
        with pytest.raises(StoreError) as told:
            store.upgrade()
        tomorrow.setattr(schema, "_MIGRATIONS", before)
        assert str(told.value).startswith(store.place)
        assert "as it was before" in str(told.value)
        with store.reading(ROOT) as rows:
            assert rows.prompts.by_path("a") == KEPT
        assert list(store.faults()) == []


def test_an_upgrade_without_room_for_a_copy_is_not_begun(
    tmp_path: Path, add_migration: Callable[[str], None]
) -> None:
    store = open_store(str(tmp_path / "store"))
    fill(store)
    store.close()
    add_migration("")
    (tmp_path / "store" / "backups").write_text("in the way")
    with pytest.raises(StoreError, match=r"backups: file exists; the store itself is as it was"):
        store.upgrade()
    (tmp_path / "store" / "backups").unlink()
    with files_up_to(60_000), pytest.raises(StoreError, match=r"backups/.*\.db: no room"):
        store.upgrade()
    assert list((tmp_path / "store" / "backups").iterdir()) == []
    assert store.upgrade().before == NOW
    with store.reading(ROOT) as rows:
        assert rows.prompts.by_path("a") == KEPT
    store.close()


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    store: SqlStore, add_migration: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = schema._MIGRATIONS
    add_migration("")
    fill(store)
    store.close()
    monkeypatch.setattr(schema, "_MIGRATIONS", today)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"newer Promptwell \(its schema is 9001.*pip install"):
            fill(store)


def test_a_database_with_other_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with closing(sqlite3.connect(tmp_path / "store" / "store.db")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()
    with pytest.raises(StoreError, match="not Promptwell's"):
        fill(open_store(str(tmp_path / "store")))


def test_the_last_three_copies_are_kept(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    fill(store)
    store.save(str(tmp_path / "saved.db"))
    asides = [store.replace_with(str(tmp_path / "saved.db")) for _ in range(5)]
    store.close()
    kept = sorted(path.name for path in (tmp_path / "store" / "backups").iterdir())
    assert kept == sorted(Path(aside).name for aside in asides[-3:])


def test_several_that_open_a_new_store_at_once_all_get_it(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def use(number: int) -> None:
        store = open_store(str(tmp_path / "store"))
        try:
            with store.writing(ROOT) as rows:
                rows.contents.put(str(number))
        except BaseException as error:  # noqa: BLE001  # it is looked at below
            failures.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_store_from_before_the_index_of_words_is_searched_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = open_store(str(tmp_path / "now"))
    with now.writing(ROOT) as rows:
        rows.contents.put("text")
        rows.prompts.insert([KEPT])
        rows.chunks.replace({KEPT.id: [CHUNK]})
    now.close()
    older = tmp_path / "migrations"
    shutil.copytree(schema._MIGRATIONS, older, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (older / "versions").glob("v*.py"):
        if step.name[1:5] > "0002":
            step.unlink()
    old = tmp_path / "old"
    with monkeypatch.context() as before:
        before.setattr(schema, "_MIGRATIONS", str(older))
        before.setattr("promptwell.adapters.storage.sqlite.index_missing", lambda _: None)
        made = open_store(str(old))
        assert made.upgrade().after == "0002"
        made.close()
    with closing(sqlite3.connect(old / "store.db")) as connection, connection:
        connection.execute("ATTACH ? AS now", (str(tmp_path / "now/store.db"),))
        for table in ("roots", "contents", "prompts", "prompt_tags", "chunks"):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = ", ".join(names)
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM now.{table}")
    store = open_store(str(old))
    query, problems = parse_query("parcels")
    assert not problems
    with store.reading(ROOT) as rows:
        assert rows.search.by_words(query, 10).prompts == (KEPT.id,)
    store.close()
