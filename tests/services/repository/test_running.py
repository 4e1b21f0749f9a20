"""Rendering records what is run, and never fails because that can't be recorded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.services.repository.workspace import Calls, Place, prompty

from promptwell.adapters.storage.opening import open_store
from promptwell.domain.security.permission import Actor, Role

VIEWER = Actor("vera", Role.VIEWER)
EDITOR = Actor("ed", Role.EDITOR)


@pytest.fixture
def calls(place: Place) -> Calls:
    place.write("a.prompty", prompty("user:\nOne", name="a"))
    return Calls(place.store, place.folder.as_posix())


def forbid(place: Place, change: str) -> None:
    """Let the database refuse a change of versions from now on."""
    with closing(sqlite3.connect(place.store.place)) as database:
        database.execute(
            f"CREATE TRIGGER forbidden BEFORE {change} ON versions "
            "BEGIN SELECT RAISE(ABORT, 'forbidden'); END"
        )


def test_the_one_who_runs_it_is_the_author(calls: Calls) -> None:
    calls("prompt.render", EDITOR, prompt="a")
    (version,) = calls("history", prompt="a")["versions"]
    assert (version["author"], version["cause"]) == ("ed", "run")


@pytest.mark.parametrize("change", ["INSERT", "UPDATE"])
def test_what_cannot_be_recorded_is_rendered_all_the_same(
    calls: Calls, place: Place, change: str
) -> None:
    if change == "UPDATE":
        calls("version.record", prompt="a")
    calls("prompt.list")
    forbid(place, change)
    rendered = calls("prompt.render", prompt="a")
    assert rendered["messages"] == [{"role": "user", "content": "One"}]
    assert rendered["version"] is None
    (note,) = rendered["notes"]
    assert note.startswith("no version was recorded of this run: ")
    assert "forbidden" in note


def test_who_may_only_see_a_prompt_runs_it_and_records_nothing(calls: Calls) -> None:
    rendered = calls("prompt.render", VIEWER, prompt="a")
    assert rendered["messages"] == [{"role": "user", "content": "One"}]
    assert rendered["version"] is None
    assert "recording a version of `a.prompty`" in rendered["notes"][0]
    assert calls("history", prompt="a")["versions"] == []


def test_who_may_only_see_a_prompt_runs_the_version_that_is_there(calls: Calls) -> None:
    calls("version.record", prompt="a", session="an editor")
    rendered = calls("prompt.render", VIEWER, prompt="a")
    assert (rendered["version"]["number"], rendered["notes"]) == (1, [])
    (version,) = calls("history", prompt="a")["versions"]
    assert version["cause"] == "run"


def test_the_same_text_with_other_line_ends_is_the_same_version(calls: Calls, place: Place) -> None:
    first = calls("prompt.render", prompt="a")["version"]
    place.write("a.prompty", place.read("a.prompty").replace("\n", "\r\n"))
    assert calls("prompt.render", prompt="a")["version"] == first


def test_a_template_that_fails_is_no_run(calls: Calls, place: Place) -> None:
    place.write("a.prompty", "user:\n{% if %}\n")
    with pytest.raises(Exception, match=r"a\.prompty"):
        calls("prompt.render", prompt="a.prompty")
    assert calls("history", prompt="a.prompty")["versions"] == []


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Calls]:
    """A store that keeps prompts without a workspace."""
    store = open_store(str(tmp_path / "stored"))
    yield Calls(store, "")
    store.close()


def test_a_prompt_without_a_file_has_versions_of_its_runs(stored: Calls) -> None:
    stored("prompt.new", name="a", path="a.prompty", text="user:\nOne\n")
    first = stored("prompt.render", prompt="a")
    revision = stored("prompt.show", prompt="a")["prompt"]["revision"]
    stored("prompt.update", prompt="a", text="user:\nTwo\n", revision=revision)
    second = stored("prompt.render", prompt="a")
    assert (first["version"]["number"], second["version"]["number"]) == (1, 2)
    assert stored("prompt.render", prompt="a@1")["messages"][0]["content"] == "One"
