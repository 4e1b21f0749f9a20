"""A store is saved while it is used, and replaced by what was saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.adapters.storage.records import NOON, ROOT, later, project, prompt

from promptwell.adapters.storage.opening import open_store, open_team_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.ports import EmbeddingRow, FileState, Selection
from promptwell.domain.security.permission import Role
from promptwell.domain.security.token import Grant, Token
from promptwell.errors import StoreError


def fill(store: SqlStore, count: int = 3) -> None:
    with store.writing("/work/other") as rows:
        rows.prompts.insert([prompt("a", id="of another root")])
    with store.writing(ROOT) as rows:
        for number in range(count):
            text = f"text {number} \0 \udcff \U0001f600"
            content = rows.contents.put(text)
            path = f"é{number}.prompty"
            rows.files.put([FileState(path, number, len(text), content)])
            rows.prompts.insert(
                [prompt(path, content=content, tags=("x",), fields={"n": number, "w": ("a", "b")})]
            )
        rows.prompts.insert([prompt("gone", deleted=later(2))])
        rows.embeddings.put("m", [EmbeddingRow("k", b"\0\1\2\3")])
        rows.projects.insert(project("shop", budget=0.1, required_checks=("secrets",)))
        rows.projects.add("id of shop", ["id of é0.prompty", "id of gone"])
        rows.grants.put(Grant("id of shop", "ann", Role.REVIEWER))
        rows.tokens.insert(Token(id="1", name="ci", digest="d", role=None, created=NOON))


def everything(store: SqlStore) -> list[object]:
    answers: list[object] = []
    for root in (ROOT, "/work/other"):
        with store.reading(root) as rows:
            found = rows.prompts.select(Selection(deleted=None, archived=None), "", 1000)
            answers += [found, rows.prompts.names(), rows.prompts.gone(9), rows.files.all()]
            answers += [rows.contents.get(record.content) for record in found]
            answers += [rows.projects.of_prompt(record.id) for record in found]
            answers += [rows.prompts.select(Selection(tags=("x",)), "", 9)]
            answers += [rows.embeddings.get("m", ["k"]), rows.projects.all(), rows.tokens.all()]
            answers += [rows.grants.of("ann"), rows.projects.prompts_of("id of shop")]
    return answers


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
