"""A team's database in PostgreSQL, saved and put back by hand and through its server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.storage.conftest import new_database, postgres  # noqa: F401  # fixtures

from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.calling import Caller
from promptwell.bootstrap.stores import place_of_database
from promptwell.errors import ConflictError
from promptwell.services.operations import OPERATIONS

pytestmark = pytest.mark.xdist_group("postgres")
PATIENCE = 60.0

REPLY = """---
name: reply
description: Answers customers
metadata:
  tags: [mail, support]
inputs:
  question: {kind: string}
---
system:
You answer customers of the shop about refunds.

user:
{{question}}
"""

# What is asked of each operation that reads, where prompts are kept in the database.
ASKED: dict[str, tuple[dict[str, Any], ...]] = {
    "db.check": ({},),
    "diff": ({"prompt": "reply", "refs": ["1"]}, {"prompt": "reply"}),
    "history": ({"prompt": "reply"},),
    "project.list": ({},),
    "project.show": ({"name": "web"},),
    "prompt.complete": ({"typed": "re"},),
    "prompt.export": ({},),
    "prompt.folders": ({},),
    "prompt.inputs": ({"prompts": ["reply"]},),
    "prompt.lint": ({"prompt": "reply"},),
    "prompt.list": ({}, {"show": "deleted"}, {"show": "archived"}, {"project": "web"}),
    "prompt.offered": ({}, {"everything": True}),
    "prompt.render": ({"prompt": "reply", "variables": {"question": "Where is it?"}},),
    "prompt.show": ({"prompt": "reply"}, {"prompt": "reply@1"}),
    "search": ({"query": "refunds"}, {"query": "tag:mail"}, {"query": "custom*"}),
    "similar": ({"prompt": "reply"},),
    "token.list": ({},),
    "version.show": ({"prompt": "reply", "ref": "1"},),
}


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def team(new_database: Callable[[], str]) -> str:  # noqa: F811  # the fixture
    """The address of a database in which a team works."""
    database = new_database()
    for name, asked in (
        ("prompt.new", {"name": "reply", "path": "mail/reply.prompty", "text": REPLY}),
        (
            "prompt.new",
            {
                "name": "old",
                "path": "old.prompty",
                "text": REPLY.replace("name: reply", "name: old"),
            },
        ),
        (
            "prompt.new",
            {
                "name": "gone",
                "path": "gone.prompty",
                "text": REPLY.replace("name: reply", "name: gone"),
            },
        ),
        ("version.record", {"prompt": "reply", "message": "the first"}),
        (
            "prompt.update",
            {
                "prompt": "reply",
                "revision": 1,
                "text": REPLY.replace("refunds", "refunds, returns"),
            },
        ),
        ("version.record", {"prompt": "reply", "message": "the second"}),
        ("project.new", {"name": "web"}),
        ("project.add", {"name": "web", "prompts": ["reply"]}),
        ("project.grant", {"name": "web", "who": "ci", "role": "viewer"}),
        ("prompt.archive", {"prompts": ["old"]}),
        ("prompt.delete", {"prompts": ["gone"]}),
        ("token.create", {"name": "bob", "role": "editor"}),
    ):
        call(database, name, asked)
    return database


def call(database: str, name: str, asked: dict[str, Any]) -> Any:
    return json.loads(json.dumps(Caller("", "a test", database=database).call(name, asked)))


def answers(database: str) -> dict[str, list[str]]:
    name_of_database = database.rpartition("/")[2]

    def answer(name: str, asked: dict[str, Any]) -> str:
        return json.dumps(call(database, name, asked), indent=1).replace(
            name_of_database, "DATABASE"
        )

    return {name: [answer(name, each) for each in asked] for name, asked in ASKED.items()}


def promptwell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "promptwell", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_every_operation_that_reads_the_database_is_asked() -> None:
    reading = {each.name for each in OPERATIONS.values() if each.reads and not each.storeless}
    assert set(ASKED) == reading


def test_a_database_restored_in_an_empty_one_answers_every_operation_as_before(
    team: str,
    new_database: Callable[[], str],  # noqa: F811  # the fixture
    tmp_path: Path,
) -> None:
    done = promptwell("backup", "team.zip", "--database", team, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["path"] == str(tmp_path / "team.zip")
    empty = new_database()
    done = promptwell("restore", "team.zip", "--database", empty)
    assert done.returncode == 0, done.stderr
    before = answers(team)
    assert answers(empty) == before
    assert '"name": "gone"' in before["prompt.list"][1]  # the answers have something to say


def test_a_database_that_is_in_use_is_replaced_only_when_told(team: str, tmp_path: Path) -> None:
    call(team, "backup", {"destination": str(tmp_path / "team.zip")})
    before = answers(team)
    call(team, "prompt.delete", {"prompts": ["reply"]})
    with pytest.raises(ConflictError, match=r"not empty \(3 prompts, 1 projects, 1 tokens\)"):
        call(team, "restore", {"source": str(tmp_path / "team.zip")})
    assert call(team, "prompt.list", {})["prompts"] == []
    restored = call(team, "restore", {"source": str(tmp_path / "team.zip"), "replace": True})
    assert answers(team) == before
    assert Path(restored["aside"]).is_file()


def test_the_server_of_a_database_saves_it_for_the_user_of_its_machine(
    team: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "promptwell", "serve", "--database", team, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            folder = place_of_database(team).folder
            end = time.monotonic() + PATIENCE
            while (record := read_record(folder)) is None:
                assert server.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)
            assert record.pid == server.pid
            done = promptwell("backup", "team.zip", "--database", team)
            assert done.returncode == 0, done.stderr
            call(team, "prompt.delete", {"prompts": ["reply"]})
            done = promptwell("restore", "team.zip", "--database", team)
            assert done.returncode == 1
            assert "not empty" in done.stderr
            done = promptwell("restore", "team.zip", "--database", team, "--replace")
            assert done.returncode == 0, done.stderr
            assert call(team, "search", {"query": "refunds"})["hits"]
            assert read_record(folder) == record  # all of it was the server's work
        finally:
            os.kill(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)
