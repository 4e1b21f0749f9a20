"""What goes wrong with the store's file: each a message with the file and the way out, and no loss."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from tests.adapters.storage.records import ROOT, project, prompt
from tests.another_user import as_another_user, folder_for_all, needs_root

from promptwell.adapters.storage.opening import open_store, open_team_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.ports import Selection
from promptwell.errors import ConflictError, StoreError, UsageError

PAGE = 4096


def fill(store: SqlStore, count: int = 150) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert(
            prompt(f"{number}.prompty", content=rows.contents.put(f"text {number} " * 200))
            for number in range(count)
        )


def read_all(store: SqlStore) -> None:
    with store.reading(ROOT) as rows:
        for record in rows.prompts.select(Selection(), "", 10_000):
            assert rows.contents.get(record.content) is not None


def a_closed_store(folder: Path) -> Path:
    store = open_store(str(folder))
    fill(store)
    store.close()
    return folder / "store.db"


def test_a_file_that_is_no_database_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"this is a text " * 1000)
    store = open_store(str(tmp_path))
    with pytest.raises(StoreError) as told:
        read_all(store)
    assert str(told.value).startswith(f"{tmp_path}/store.db: ")
    assert "promptwell restore" in str(told.value)


def test_every_torn_page_is_told_or_harmless(tmp_path: Path) -> None:
    # Pages of zeros, as a power cut leaves them, wherever they are.
    path = a_closed_store(tmp_path)
    whole = path.read_bytes()
    told = 0
    for page in range(0, len(whole) // PAGE, 19):
        torn = bytearray(whole)
        torn[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        path.write_bytes(torn)
        store = open_store(str(tmp_path))
        try:
            read_all(store)
            found = list(store.faults())
        except StoreError as error:
            found = [str(error)]
        finally:
            store.close()
        told += bool(found)
    assert told > 0.9 * len(range(0, len(whole) // PAGE, 19))


def test_any_damage_is_a_message_and_never_another_error(tmp_path: Path) -> None:
    path = a_closed_store(tmp_path)
    whole = path.read_bytes()
    for seed in range(60):
        at = seed * 9_973 * 31 % len(whole)
        damaged = bytearray(whole)
        damaged[at : at + 24] = bytes((seed * 37 + step * 11) % 256 for step in range(24))
        path.write_bytes(damaged)
        store = open_store(str(tmp_path))
        try:
            read_all(store)
            store.faults()
        except (StoreError, AssertionError):
            pass
        finally:
            store.close()


def test_a_text_that_was_changed_in_the_file_is_told(tmp_path: Path) -> None:
    path = a_closed_store(tmp_path)
    whole = path.read_bytes()
    assert b"text 42 " in whole
    path.write_bytes(whole.replace(b"text 42 ", b"text 43 "))
    store = open_store(str(tmp_path))
    with pytest.raises(StoreError, match="is not what was kept"):
        read_all(store)
    store.close()


def test_a_damaged_store_can_be_replaced_by_a_copy(tmp_path: Path) -> None:
    path = a_closed_store(tmp_path / "store")
    store = open_store(str(tmp_path / "store"))
    store.save(str(tmp_path / "saved.db"))
    store.close()
    path.write_bytes(b"this is a text " * 1000)
    with pytest.raises(StoreError):
        read_all(store)
    aside = store.replace_with(str(tmp_path / "saved.db"))
    read_all(store)
    assert Path(aside).read_bytes() == b"this is a text " * 1000
    store.close()


FILL_THE_DISK = """
import json, resource, sys
from promptwell.adapters.storage.opening import open_store
from promptwell.errors import StoreError
folder, limit = sys.argv[1], int(sys.argv[2])
store = open_store(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
kept, told = [], ""
try:
    for number in range(10_000):
        with store.writing("/work/shop") as rows:
            digest = rows.contents.put(f"{number} " * 2000)
        kept.append(digest)
except StoreError as error:
    told = str(error)
print(json.dumps([kept, told]))
"""


@pytest.mark.parametrize("limit", [0, 100_000, 400_000, 3_000_000])
def test_a_full_disk_is_told_and_loses_nothing_that_was_acknowledged(
    tmp_path: Path, limit: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, tmp_path, str(limit)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stderr == ""
    kept, told = json.loads(done.stdout)
    assert told.startswith(f"{tmp_path}/store.db: ")
    assert "Make room" in told
    store = open_store(str(tmp_path))
    with store.reading(ROOT) as rows:
        assert all(rows.contents.get(digest) is not None for digest in kept)
    assert list(store.faults()) == []
    fill(store, 3)
    store.close()


@needs_root
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_store_that_can_not_be_written_is_told(mode: int) -> None:
    with folder_for_all() as folder:
        a_closed_store(folder / "store")
        (folder / "store").chmod(mode)
        with as_another_user():
            store = open_store(str(folder / "store"))
            with pytest.raises(StoreError, match=r"store\.db: .*writable for you"):
                fill(store)
            with pytest.raises(StoreError, match=r"store\.db: .*writable for you"):
                read_all(store)


@needs_root
def test_a_folder_that_can_not_be_made_is_told() -> None:
    with (
        folder_for_all() as folder,
        as_another_user(),
        pytest.raises(StoreError, match=r"store\.db: can't be made.*permission denied"),
    ):
        fill(open_store(str(folder / "store")))


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    with pytest.raises(StoreError, match=r"store\.db: "):
        fill(open_store(str(tmp_path)))


def test_a_writer_that_waits_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptwell.adapters.storage.sqlite_engines.PATIENCE", 0.2)
    path = a_closed_store(tmp_path)
    store = open_store(str(tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        read_all(store)
        with pytest.raises(StoreError, match="try again"):
            fill(store, 1)
    store.close()


def test_a_name_that_is_taken_is_told_by_what_it_is(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a")])
        rows.projects.insert(project("shop"))
    with (
        pytest.raises(ConflictError, match="another prompt has this path"),
        store.writing(ROOT) as rows,
    ):
        rows.prompts.insert([prompt("a", id="other")])
    with (
        pytest.raises(ConflictError, match="another project has this name"),
        store.writing(ROOT) as rows,
    ):
        rows.projects.insert(project("shop", id="other"))
    with pytest.raises(ConflictError, match="is not there any more"), store.writing(ROOT) as rows:
        rows.projects.add("id of shop", ["never there"])


@pytest.mark.parametrize(
    "address", ["mysql://ann:secret@host/x", "nonsense secret", "postgres//secret", ""]
)
def test_an_address_that_is_none_is_told_without_its_password(address: str) -> None:
    with pytest.raises(UsageError, match="postgresql://USER") as told:
        open_team_store(address)
    assert "ann:secret" not in str(told.value)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    store = open_team_store("postgresql://ann:secret@127.0.0.1:9/shop")
    with pytest.raises(StoreError, match="can't be reached") as told:
        read_all(store)
    assert "secret" not in str(told.value)


@pytest.mark.xdist_group("postgres")
def test_a_database_that_is_not_there_is_told(postgres: str) -> None:
    with pytest.raises(StoreError, match="no such database"):
        read_all(open_team_store(f"{postgres}never_made"))


def test_readers_and_writers_of_many_threads_do_not_fail(store: SqlStore) -> None:
    failures: list[BaseException] = []

    def use(worker: int) -> None:
        try:
            for number in range(20):
                with store.writing(ROOT) as rows:
                    rows.prompts.insert([prompt(f"{worker}-{number}")])
                with store.reading(ROOT) as rows:
                    assert rows.prompts.by_path(f"{worker}-{number}") is not None
        except BaseException as error:  # noqa: BLE001  # it is looked at below
            failures.append(error)

    threads = [threading.Thread(target=use, args=(worker,)) for worker in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.reading(ROOT) as rows:
        assert rows.prompts.count(Selection()) == 240


def test_views_inside_of_views_do_not_wait_for_each_other(store: SqlStore) -> None:
    fill(store, 1)
    together = threading.Barrier(24, timeout=20)
    seen: list[int] = []

    def use() -> None:
        with store.reading(ROOT) as outer:
            together.wait()
            with store.reading(ROOT) as inner:
                seen.append(len(outer.prompts.names()) + len(inner.prompts.names()))

    threads = [threading.Thread(target=use) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [4] * 24
