"""Operations as commands of an editor: the engine is started on first need and does them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import Message, RawServer

from promptwell.adapters.engine.record import read_record
from promptwell.adapters.other_processes import is_running
from promptwell.bootstrap.stores import place_of


@pytest.fixture
def editor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / f".{name.lower()}"))
    with RawServer("--log-level", "info", cwd=folder) as started:
        started.initialize(folder)
        yield started
    left = read_record(place_of(str(folder)).folder)
    if left is not None:
        os.kill(left.pid, signal.SIGTERM)
        end = time.monotonic() + 30
        while is_running(left.pid):
            assert time.monotonic() < end
            time.sleep(0.05)


def execute(server: RawServer, command: str, *arguments: object) -> Message:
    params = {"command": command, "arguments": list(arguments)}
    return server.request("workspace/executeCommand", params)


def test_a_command_starts_the_engine_and_the_next_one_finds_it(
    editor: RawServer, folder: Path
) -> None:
    stopped = execute(editor, "promptwell.engine.status")["result"]
    assert stopped["running"] is False
    started = execute(editor, "promptwell.engine.start", {}, folder.as_uri())["result"]
    again = execute(editor, "promptwell.engine.status", {})["result"]
    assert (started["running"], started["pid"]) == (True, again["pid"])
    record = read_record(place_of(str(folder)).folder)
    assert record is not None
    assert record.pid == started["pid"] != editor.process_id
    assert execute(editor, "promptwell.engine.stop")["result"]["running"] is False


def test_a_wrong_field_is_told(editor: RawServer) -> None:
    answer = execute(editor, "promptwell.engine.status", {"verbose": True})
    assert "there is no field `verbose`" in answer["error"]["message"]
    answer = execute(editor, "promptwell.engine.status", ["verbose"])
    assert "its first argument is an object" in answer["error"]["message"]


def test_a_conflict_tells_its_kind_and_both_sides(editor: RawServer) -> None:
    made = execute(editor, "promptwell.prompt.new", {"name": "a"})["result"]
    asked = {"prompt": made["path"], "revision": made["revision"], "set": {"owner": "ann"}}
    assert "result" in execute(editor, "promptwell.prompt.update", asked)
    error = execute(editor, "promptwell.prompt.update", {**asked, "set": {"owner": "bob"}})["error"]
    assert error["data"]["kind"] == "conflict"
    assert error["data"]["yours"]["metadata"] == {"owner": "bob"}
    assert error["data"]["theirs"]["owner"] == "ann"


def test_what_is_about_who_may_call_a_server_is_no_command(editor: RawServer) -> None:
    answer = execute(editor, "promptwell.token.create", {"name": "ann"})
    assert answer["error"]["message"] == "there is no command `promptwell.token.create`"


def test_a_session_without_commands_starts_nothing_and_makes_no_store(
    editor: RawServer, folder: Path
) -> None:
    path = folder / "a.prompty"
    path.write_text("---\nname: a\n---\nsystem:\nHello\n")
    events = [{"uri": path.as_uri(), "type": 1}]
    editor.notify("workspace/didChangeWatchedFiles", {"changes": events})
    editor.notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    editor.logged("changed files: 1, no engine runs")
    assert not (folder / ".promptwell").exists()


def test_a_running_engine_is_told_of_changed_files(editor: RawServer, folder: Path) -> None:
    execute(editor, "promptwell.engine.start")
    path = folder / "a.prompty"
    path.write_text("---\nname: a\n---\nsystem:\nHello\n")
    events = [{"uri": path.as_uri(), "type": 1}]
    editor.notify("workspace/didChangeWatchedFiles", {"changes": events})
    editor.logged("changed files: 1, told the engine")
    listed = execute(editor, "promptwell.prompt.list", {})["result"]["prompts"]
    assert [each["path"] for each in listed] == ["a.prompty"]


def test_what_is_wrong_with_every_call_is_logged_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder / "config/promptwell"
    own.mkdir(parents=True)
    (own / "promptwell.toml").write_text('[server]\nurl = "http://prompts.invalid"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent))
    monkeypatch.setenv("PROMPTWELL_TOKEN", "promptwell_secret")
    with RawServer(cwd=folder) as editor:
        editor.initialize(folder)
        for _ in range(3):
            answer = execute(editor, "promptwell.prompt.list")
            assert "prompts.invalid" in answer["error"]["message"]
        editor.logged("the token goes to http://prompts.invalid:80 unencrypted")
        assert sum("unencrypted" in line for line in editor.log) == 1
        assert not any("promptwell_secret" in line for line in editor.log)
