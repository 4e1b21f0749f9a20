"""Code actions over the protocol: worked out when chosen, refused when stale, fitted to the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer

TEXT = """---
name: reply
---
user:
Dear {{ customer }}, 🌿 {{ loop.index }}
"""
LAZY = {
    "codeAction": {
        "dataSupport": True,
        "disabledSupport": True,
        "resolveSupport": {"properties": ["edit"]},
    }
}
CREATING = {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}}


class Editor:
    """An open document in a client with these capabilities."""

    def __init__(self, server: RawServer, folder: Path, capabilities: dict[str, Any]) -> None:
        self.server = server
        self.capabilities = server.initialize(folder, capabilities=capabilities)["capabilities"]
        self.uri = (folder / "reply.prompty").as_uri()
        server.open(self.uri, TEXT)

    def actions(
        self, line: int, start: int, end: int | None = None, **context: Any
    ) -> list[dict[str, Any]]:
        """The actions offered for a range of one line."""
        until = start if end is None else end
        place = {"line": line, "character": start}, {"line": line, "character": until}
        answer = self.server.request(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self.uri},
                "range": dict(zip(("start", "end"), place, strict=True)),
                "context": {"diagnostics": [], **context},
            },
        )
        found: list[dict[str, Any]] = answer["result"]
        return found

    def action(self, title: str, *place: int, **context: Any) -> dict[str, Any]:
        """The one with this title."""
        return next(each for each in self.actions(*place, **context) if each["title"] == title)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[dict[str, Any]], Editor]]:
    with RawServer(cwd=tmp_path) as server:
        yield lambda capabilities: Editor(server, tmp_path, capabilities)


DECLARE = "Declare `customer` as an input"


def test_the_edit_comes_when_an_action_is_chosen(start: Callable[..., Editor]) -> None:
    editor = start({"textDocument": LAZY, "workspace": CREATING})
    action = editor.action(DECLARE, 4, 10)
    assert "edit" not in action
    resolved = editor.server.request("codeAction/resolve", action)["result"]
    change = resolved["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": editor.uri, "version": 1}
    assert change["edits"][0]["newText"] == "inputs:\n  customer:\n    kind: string\n"


def test_a_client_that_does_not_resolve_gets_the_edit_at_once(
    start: Callable[..., Editor],
) -> None:
    action = start({"workspace": {}}).action(DECLARE, 4, 10)
    assert "data" not in action
    assert action["edit"]["changes"]


def test_an_action_offered_for_another_text_is_refused(start: Callable[..., Editor]) -> None:
    editor = start({"textDocument": LAZY})
    action = editor.action(DECLARE, 4, 10)
    editor.server.change(editor.uri, 2, {"text": TEXT + "more"})
    error = editor.server.request("codeAction/resolve", action)["error"]
    assert error["code"] == -32803
    assert "changed since: ask for the actions again" in error["message"]


@pytest.mark.parametrize("data", [None, 7, {}, {"uri": 1, "text": "", "start": 0, "end": 0}])
def test_an_action_of_somebody_else_is_refused(start: Callable[..., Editor], data: object) -> None:
    action = {"title": "Wash", "kind": "quickfix", "data": data}
    error = start({"textDocument": LAZY}).server.request("codeAction/resolve", action)["error"]
    assert error["code"] == -32803
    assert "ask for the actions again" in error["message"]


def test_what_does_not_apply_is_told_to_those_who_ask_for_it(start: Callable[..., Editor]) -> None:
    editor = start({"textDocument": LAZY, "workspace": CREATING})
    title = "Extract to a partial"
    loop = TEXT.splitlines()[4].index("{{ loop") + 1  # the plant is two UTF-16 units
    place = 4, loop, loop + 16
    asked = editor.action(title, *place, only=["refactor"], triggerKind=1)
    assert asked["disabled"] == {"reason": "`loop` has no meaning in a partial"}
    assert "data" not in asked
    assert title not in [each["title"] for each in editor.actions(*place)]
    shown = editor.actions(*place, only=["refactor"], triggerKind=2)
    assert title not in [each["title"] for each in shown]


def test_no_reason_is_given_to_a_client_that_can_not_show_it(start: Callable[..., Editor]) -> None:
    found = start({}).actions(4, 0, 4, only=["refactor.extract"], triggerKind=1)
    assert found == []  # nor does this client make files


# Neovim tells that it makes files, and not that it takes edits by document, which it does.
@pytest.mark.parametrize("by_document", [{"documentChanges": True}, {}], ids=["said", "not said"])
def test_a_new_file_comes_before_its_text_and_the_include(
    start: Callable[..., Editor], by_document: dict[str, Any]
) -> None:
    able = {**by_document, "resourceOperations": ["create"]}
    editor = start({"workspace": {"workspaceEdit": able}})
    edit = editor.action("Extract to a partial", 4, 0, 4)["edit"]
    created, filled, changed = edit["documentChanges"]
    new = editor.uri.replace("reply.prompty", "partial.j2")
    assert created == {"kind": "create", "uri": new, "options": {"overwrite": False}}
    assert filled["textDocument"] == {"uri": new, "version": None}
    assert filled["edits"][0]["newText"] == "Dear"
    assert changed["edits"][0]["newText"] == '{% include "partial.j2" %}'


@pytest.mark.parametrize("only", ["source.fixAll", "source.fixAll.promptwell", "source"])
def test_fixes_on_save_are_found_by_their_kinds(start: Callable[..., Editor], only: str) -> None:
    editor = start({"textDocument": LAZY})
    provider = editor.capabilities["codeActionProvider"]
    assert provider["resolveProvider"]
    assert "source.fixAll.promptwell" in provider["codeActionKinds"]
    editor.server.change(editor.uri, 2, {"text": TEXT + "Hel\u200blo\n"})
    kinds = [each["kind"] for each in editor.actions(0, 0, only=[only])]
    assert "source.fixAll.promptwell" in kinds
    assert all(kind == only or kind.startswith(only + ".") for kind in kinds)
