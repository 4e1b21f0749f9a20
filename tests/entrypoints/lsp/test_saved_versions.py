"""What an editor saves becomes a version of the prompt, once the workspace has a store."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, whole

from promptwell.adapters.engine.record import read_record
from promptwell.adapters.other_processes import is_running
from promptwell.bootstrap.stores import place_of

PATIENCE = 30.0


@pytest.fixture
def workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a prompt; the engine that a save starts is stopped behind the test."""
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / f".{name.lower()}"))
    (folder / "a.prompty").write_text(said("first"))
    yield folder
    left = read_record(place_of(str(folder)).folder)
    if left is not None:
        os.kill(left.pid, signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while is_running(left.pid):
            assert time.monotonic() < end
            time.sleep(0.05)


def said(text: str) -> str:
    return f"---\nname: a\n---\nuser:\n{text}\n"


def call(server: RawServer, operation: str, **asked: Any) -> Any:
    params = {"command": f"promptwell.{operation}", "arguments": [asked]}
    answer = server.request("workspace/executeCommand", params)
    assert "result" in answer, answer
    return answer["result"]


def save(server: RawServer, file: Path, text: str, version: int) -> None:
    server.change(file.as_uri(), version, whole(text))
    file.write_text(text)
    server.notify("textDocument/didSave", {"textDocument": {"uri": file.as_uri()}})


def texts(server: RawServer) -> list[str]:
    """What the versions say, the newest first."""
    numbers = [each["number"] for each in call(server, "history", prompt="a")["versions"]]
    return [call(server, "version.show", prompt="a", ref=str(each))["text"] for each in numbers]


def wait_until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_save_is_a_version_and_what_was_before_is_one(workspace: Path) -> None:
    file = workspace / "a.prompty"
    with RawServer(cwd=workspace) as server:
        server.initialize(workspace)
        server.open(file.as_uri(), said("first"))
        call(server, "index")
        save(server, file, said("second"), 2)
        wait_until(lambda: texts(server) == [said("second"), said("first")])
        # An editor saves all the time: what follows within minutes is the same version.
        save(server, file, said("third"), 3)
        wait_until(lambda: texts(server) == [said("third"), said("first")])


def test_two_editors_that_save_one_prompt_lose_nothing(workspace: Path) -> None:
    file = workspace / "a.prompty"
    with RawServer(cwd=workspace) as one, RawServer(cwd=workspace) as other:
        for server in (one, other):
            server.initialize(workspace)
            server.open(file.as_uri(), said("first"))
        call(one, "index")
        for number in range(2, 12):
            save(one, file, said(f"one {number}"), number)
            save(other, file, said(f"other {number}"), number)
        wait_until(lambda: {said("one 11"), said("other 11")} <= set(texts(one)))
        found = texts(other)
        # What one editor saved stays wherever the other one saved behind it.
        assert said("first") in found
        assert len(found) >= 3
