"""A server of another version than the one who calls it: it answers, or both learn which to upgrade."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.entrypoints.cli.conftest import Cli

from promptwell import __version__
from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.stores import place_of

PROGRAM = Path(__file__).parents[2] / "another_version.py"
OLDER, NEWER = "0.0.1", "99.0"


class Served(NamedTuple):
    url: str
    folder: Path
    process: subprocess.Popen[bytes]


Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serves a folder with another version, which does not know some things."""
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "promptwell.toml").write_text("")
    (folder / "greet.prompty").write_text("---\nname: greet\n---\nsystem:\nHello\n")
    running: list[subprocess.Popen[bytes]] = []

    def start(version: str, **unknown: str) -> Served:
        errors = tmp_path / "errors.txt"
        with errors.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, PROGRAM, version, "serve", "--port=0", "--admin=ann"],
                cwd=folder,
                env=os.environ
                | {f"UNKNOWN_{what.upper()}": name for what, name in unknown.items()},
                stderr=stream,
            )
        running.append(process)
        end = time.monotonic() + 60
        while " on http://" not in errors.read_text():
            assert process.poll() is None, errors.read_text()
            assert time.monotonic() < end, "the server does not come up"
            time.sleep(0.02)
        said = errors.read_text().splitlines()
        monkeypatch.setenv("PROMPTWELL_TOKEN", said[0].rpartition(" ")[2])
        return Served(said[1].rpartition(" ")[2], folder, process)

    yield start
    for process in running:
        process.terminate()
        process.wait(30)


@pytest.fixture
def called(serve: Serve, workspace: Path, tmp_path: Path) -> Serve:
    """As `serve`, and the user's own settings name that server."""

    def start(version: str, **unknown: str) -> Served:
        served = serve(version, **unknown)
        (workspace / "promptwell.toml").write_text("")
        own = tmp_path / "config/promptwell"
        own.mkdir(parents=True)
        (own / "promptwell.toml").write_text(f'[server]\nurl = "{served.url}"\n')
        return served

    return start


@pytest.mark.parametrize("version", [OLDER, NEWER])
def test_what_both_know_is_done(cli: Cli, called: Serve, version: str) -> None:
    called(version)
    assert "greet.prompty" in cli("prompt", "list").out
    assert cli("prompt", "new", "made").code == 0
    assert f"version {version}" in cli("engine", "status").out


def test_an_operation_that_the_server_lacks_is_told_with_both_versions(
    cli: Cli, called: Serve
) -> None:
    server = called(OLDER, operation="prompt.tag")
    answer = cli("prompt", "tag", "greet", "--add", "mail")
    assert answer.code == 1
    assert f"{server.url} does not know this operation; it is Promptwell {OLDER}" in answer.err
    assert f"this is {__version__}. Upgrade the server and start it anew" in answer.err
    assert f"pip install 'promptwell=={OLDER}'" in answer.err


def test_a_field_that_the_server_lacks_is_told_with_both_versions(cli: Cli, called: Serve) -> None:
    server = called(OLDER, field="owner")
    answer = cli("prompt", "list", "--owner", "ann")
    assert answer.code == 2
    assert f"there is no field `owner`; did you mean `tag`? {server.url} is" in answer.err
    assert f"Promptwell {OLDER} and this is {__version__}. Upgrade the server" in answer.err


def test_an_older_caller_is_told_to_upgrade_itself(cli: Cli, called: Serve) -> None:
    server = called(NEWER, field="owner")
    answer = cli("prompt", "list", "--owner", "ann")
    assert f"{server.url} is Promptwell {NEWER} and this is the older {__version__}" in answer.err
    assert "Upgrade it: pip install --upgrade promptwell" in answer.err


def test_what_no_version_takes_is_no_matter_of_versions(cli: Cli, called: Serve) -> None:
    called(OLDER)
    answer = cli("prompt", "list", "--limit", "0")
    assert answer.code == 2
    assert "`limit`" in answer.err
    assert OLDER not in answer.err


def test_an_answer_that_lacks_what_is_needed_is_told_with_both_versions(
    cli: Cli, called: Serve
) -> None:
    called(OLDER, result="total")
    answer = cli("prompt", "list")
    assert answer.code == 1
    assert "the answer to prompt.list can't be read here: `total`" in answer.err
    assert f"Promptwell {OLDER} and this is {__version__}" in answer.err


def test_what_was_done_is_told_even_where_the_answer_cannot_be_read(
    cli: Cli, called: Serve
) -> None:
    server = called(OLDER, result="path")
    answer = cli("prompt", "new", "made")
    assert answer.code == 1
    assert "it was done, but the answer to prompt.new" in answer.err
    assert (server.folder / "prompts/made.prompty").is_file()


def test_a_newer_caller_in_the_served_folder_leaves_the_server_alone(
    cli: Cli, serve: Serve
) -> None:
    server = serve(OLDER)
    assert "greet.prompty" in cli("prompt", "list", "--root", str(server.folder)).out
    record = read_record(place_of(str(server.folder)).folder)
    assert record is not None
    assert record.pid == server.process.pid
    assert server.process.poll() is None
    again = cli("serve", "--root", str(server.folder), "--port", "0")
    assert again.code == 1
    assert f"it is served already, by process {server.process.pid} on port" in again.err
