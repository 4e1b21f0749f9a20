"""The lens above a prompt that has tests: what it shows, what a click does, when it is asked for again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer

PROMPT = "{{ question }}\n"
SETTINGS = "prompts: [file://answer.j2]\ntests:\n  - vars: {question: Why?}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "promptwell.toml").write_text("")
    (tmp_path / "answer.j2").write_text(PROMPT)
    (tmp_path / "promptfooconfig.yaml").write_text(SETTINGS)
    return tmp_path


def lenses(server: RawServer, folder: Path) -> list[dict[str, Any]]:
    uri = (folder / "answer.j2").as_uri()
    answer = server.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    found: list[dict[str, Any]] = answer["result"]
    return found


def begun(server: RawServer, folder: Path, **capabilities: Any) -> None:
    server.initialize(folder, capabilities=capabilities)
    for name in ("answer.j2", "promptfooconfig.yaml"):
        path = folder / name
        server.open(path.as_uri(), path.read_text())


def test_a_client_that_shows_references_gets_the_places_of_the_tests(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        begun(
            server, folder, experimental={"commands": {"commands": ["promptwell.showReferences"]}}
        )
        (lens,) = lenses(server, folder)
    command = lens["command"]
    assert (command["title"], command["command"]) == ("1 test", "promptwell.showReferences")
    uri, position, locations = command["arguments"]
    assert uri == (folder / "answer.j2").as_uri()
    assert position == {"line": 0, "character": 0}
    assert [each["uri"] for each in locations] == [(folder / "promptfooconfig.yaml").as_uri()]


def test_a_click_opens_the_first_test_in_any_client_that_opens_documents(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.answers["window/showDocument"] = {"success": True}
        begun(server, folder, window={"showDocument": {"support": True}})
        (lens,) = lenses(server, folder)
        server.request("workspace/executeCommand", lens["command"])
        shown = server.wait(lambda said: said.get("method") == "window/showDocument", "a document")
    assert shown["params"]["uri"] == (folder / "promptfooconfig.yaml").as_uri()
    assert shown["params"]["selection"]["start"]["line"] == 2


def test_a_click_tells_where_the_tests_are_in_a_client_that_opens_nothing(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        begun(server, folder)
        (lens,) = lenses(server, folder)
        server.request("workspace/executeCommand", lens["command"])
        shown = server.wait(lambda said: said.get("method") == "window/showMessage", "a message")
    assert shown["params"]["message"] == "1 test: promptfooconfig.yaml"


@pytest.mark.parametrize("arguments", [[], [3], ["file:///nowhere.j2"], None])
def test_a_command_with_strange_arguments_does_nothing(folder: Path, arguments: Any) -> None:
    with RawServer(cwd=folder) as server:
        begun(server, folder)
        params = {"command": "promptwell.showTests", "arguments": arguments}
        answer = server.request("workspace/executeCommand", params)
    assert answer["result"] is None


def test_lenses_are_asked_for_again_when_the_settings_of_tests_change(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        begun(server, folder, workspace={"codeLens": {"refreshSupport": True}})
        assert [each["command"]["title"] for each in lenses(server, folder)] == ["1 test"]
        document = {"uri": (folder / "promptfooconfig.yaml").as_uri(), "version": 2}
        change = {"text": SETTINGS + "  - vars: {question: How?}\n"}
        params = {"textDocument": document, "contentChanges": [change]}
        server.notify("textDocument/didChange", params)
        server.wait(lambda said: said.get("method") == "workspace/codeLens/refresh", "a refresh")
        assert [each["command"]["title"] for each in lenses(server, folder)] == ["2 tests"]
