"""A store is saved while it is used, and replaced by what was saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.adapters.storage.records import ROOT, prompt
from tests.adapters.storage.whole_store import everything, fill

from promptwell.adapters.storage.opening import open_store, open_team_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.errors import StoreError


def test_a_saved_store_gives_the_same_answers_elsewhere(store: SqlStore, tmp_path: Path) -> None:
    fill(store)
    saved = str(tmp_path / "saved.db")
    store.save(saved)
    other = open_store(str(tmp_path / "elsewhere"))
    other.replace_with(saved)
    assert everything(other) == everything(store)
    other.close()


@pytest.mark.xdist_group("postgres")
def test_a_store_goes_from_sqlite_to_postgresql(
    tmp_path: Path, new_database: Callable[[], str]
) -> None:
    small = open_store(str(tmp_path / "small"))
    fill(small)
    small.save(str(tmp_path / "saved.db"))
    team = open_team_store(new_database())
    team.replace_with(str(tmp_path / "saved.db"))
    assert everything(team) == everything(small)
    with team.writing("/work/third") as rows:  # new roots are numbered behind those that came
        rows.prompts.insert([prompt("a", id="third")])
    with team.reading("/work/third") as rows:
        assert rows.prompts.names() == ["a"]
    small.close()
    team.close()


def test_what_was_there_before_is_put_aside_and_can_come_back(
    store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    store.save(str(tmp_path / "empty.db"))
    fill(store)
    before = everything(store)
    aside = store.replace_with(str(tmp_path / "empty.db"))
    with store.reading(ROOT) as rows:
        assert rows.prompts.names() == []
    store.replace_with(aside)
    assert everything(store) == before


def test_saving_goes_beside_writing_and_is_of_one_moment(store: SqlStore, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.writing(ROOT) as rows:  # both or none are in a copy
                rows.prompts.insert([prompt(f"a{number}"), prompt(f"b{number}")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            store.save(str(tmp_path / f"{number}.db"))
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        copy = open_store(str(tmp_path / f"copy {number}"))
        copy.replace_with(str(tmp_path / f"{number}.db"))
        with copy.reading(ROOT) as rows:
            names = rows.prompts.names()
        assert {name[1:] for name in names if name[0] == "a"} == {
            name[1:] for name in names if name[0] == "b"
        }
        copy.close()


@pytest.mark.parametrize(
    "damage", [lambda data: data[:5000], lambda data: b"no database" * 900, lambda _: b""]
)
def test_a_damaged_copy_is_refused_and_nothing_is_touched(
    store: SqlStore,
    tmp_path: Path,
    damage: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    fill(store)
    before = everything(store)
    saved = tmp_path / "saved.db"
    store.save(str(saved))
    saved.write_bytes(damage(saved.read_bytes()))
    with pytest.raises(StoreError, match=r"saved\.db"):
        store.replace_with(str(saved))
    assert everything(store) == before
