"""Commands about a team's database: by its address, or in the folder that its server serves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.adapters.storage.conftest import new_database, postgres  # noqa: F401  # fixtures
from tests.entrypoints.cli.conftest import Cli

from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.stores import place_of, place_of_database

pytestmark = pytest.mark.xdist_group("postgres")
GREET = "---\nname: greet\n---\nsystem:\nHello\n"

Serve = Callable[..., None]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (workspace / "promptwell.toml").write_text("")


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:  # noqa: F811  # the fixture
    return new_database()


@pytest.fixture
def serve(database: str) -> Iterator[Serve]:
    """Serves the database, until the test has ended."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> None:
        command = [sys.executable, "-m", "promptwell", "serve", "--port=0", "--database", database]
        running.append(subprocess.Popen([*command, *arguments], stderr=subprocess.DEVNULL))
        end = time.monotonic() + 60
        while read_record(place_of_database(database).folder) is None:
            assert running[-1].poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)

    yield start
    for process in running:
        process.terminate()
        process.wait(30)


def test_every_command_takes_the_database_as_serve_does(cli: Cli, database: str) -> None:
    assert cli("prompt", "new", "greet", "--database", database).code == 0
    assert "prompts/greet.prompty" in cli("prompt", "list", "--database", database).out
    assert cli("token", "create", "bob", "--database", database).code == 0
    assert cli("prompt", "list").out == "no prompts\n"
    refused = cli("engine", "start", "--database", database)
    assert refused.code == 2
    assert "promptwell serve --database URL" in refused.err


def test_the_database_of_the_environment_counts_for_every_command(
    database: str, workspace: Path
) -> None:
    (workspace / "greet.prompty").write_text(GREET)

    def promptwell(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "promptwell", *arguments],
            env={**os.environ, "PROMPTWELL_DATABASE": database},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    promptwell("prompt", "new", "made")
    assert "made.prompty" in promptwell("prompt", "list")
    assert "greet" not in promptwell("prompt", "list"), "prompts of a database are in no folder"
    checked = json.loads(promptwell("db", "check", "--format=json"))
    assert checked["store"].startswith("postgresql://")
    promptwell("backup", "team.zip")
    assert not (Path(place_of(str(workspace)).folder) / "store.db").exists()


def test_a_server_is_found_however_its_database_is_spelled(
    cli: Cli, database: str, serve: Serve
) -> None:
    serve()
    spelled = database.replace("127.0.0.1", "localhost").replace("tester@", "tester:any@")
    status = json.loads(cli("engine", "status", "--database", spelled, "--format=json").out)
    assert status["running"] is True
    assert cli("prompt", "new", "greet", "--database", spelled).code == 0
    status = json.loads(cli("engine", "status", "--database", database, "--format=json").out)
    assert status["calls"] == 3, "the server did it"


def test_commands_in_the_folder_that_is_served_find_the_server(
    cli: Cli, database: str, serve: Serve, workspace: Path
) -> None:
    (workspace / "greet.prompty").write_text(GREET)
    serve("--root", str(workspace), "--admin", "ann")
    assert "ann" in cli("token", "list").out
    assert "greet.prompty" in cli("prompt", "list").out
    assert cli("prompt", "tag", "greet", "--add", "mail").code == 0
    assert "greet" in cli("search", "tag:mail").out
    assert not (Path(place_of(str(workspace)).folder) / "store.db").exists(), "no second store"
    again = cli("serve", "--root", str(workspace), "--port", "0")
    assert again.code == 1
    assert "it is served already, by process" in again.err


def test_another_worktree_of_what_is_served_is_told_so(
    cli: Cli, workspace: Path, tmp_path: Path, serve: Serve
) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=workspace, check=True, capture_output=True)

    git("init", "--quiet")
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--allow-empty", "--message=first")
    git("worktree", "add", str(tmp_path / "other"))
    serve("--root", str(workspace))
    refused = cli("prompt", "list", "--root", str(tmp_path / "other"))
    assert refused.code == 2
    assert f"serves {workspace} from it to a team" in refused.err
