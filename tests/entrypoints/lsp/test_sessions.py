"""Beginnings and ends of a session, documents that come twice, clients that answer nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, part, whole

HEAD = "---\nname: a\ninputs: {agent: {kind: string, required: true}}\n---\nsystem:\n"
WRONG, RIGHT = HEAD + "{{ agent }}{{ agnet }}\n", HEAD + "{{ agent }}\n"
RULE = "undefined-variable"


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in found]


def test_each_folder_has_the_settings_that_the_editor_has_for_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    for folder in (one, other):
        (folder / "promptwell.toml").write_text("")
    with RawServer(cwd=one) as server:
        server.answers["workspace/configuration"] = lambda params: [
            {"ignore": [RULE]} if each.get("scopeUri") == other.as_uri() else None
            for each in params["items"]
        ]
        server.initialize(one, other, capabilities={"workspace": {"configuration": True}})
        told, spared = (one / "a.prompty").as_uri(), (other / "a.prompty").as_uri()
        server.open(told, WRONG)
        server.open(spared, WRONG)
        server.told(spared, RULE, present=False)
        server.told(told, RULE)

        server.answers["workspace/configuration"] = lambda params: [None for _ in params["items"]]
        said = len(server.said)
        server.notify("workspace/didChangeConfiguration", None)
        server.told(spared, RULE, after=said)


def test_settings_taken_back_in_the_editor_no_longer_count(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.answers["workspace/configuration"] = [{"ignore": [RULE]}]
        server.initialize(folder, capabilities={"workspace": {"configuration": True}})
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, WRONG)
        server.told(uri, RULE, present=False)
        server.answers["workspace/configuration"] = [{}]
        said = len(server.said)
        server.notify("workspace/didChangeConfiguration", {"settings": None})
        server.told(uri, RULE, after=said)


def test_a_client_that_answers_nothing_gets_its_answers(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.silent = True
        dynamic = {"dynamicRegistration": True}
        server.initialize(
            folder,
            capabilities={
                "window": {"workDoneProgress": True},
                "workspace": {
                    "configuration": True,
                    "didChangeWatchedFiles": dynamic,
                    "didChangeConfiguration": dynamic,
                    "diagnostics": {"refreshSupport": True},
                    "semanticTokens": {"refreshSupport": True},
                    "inlayHint": {"refreshSupport": True},
                    "applyEdit": True,
                },
                "textDocument": {"diagnostic": {}},
            },
        )
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, WRONG)
        report = server.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        assert RULE in codes(report["result"]["items"])
        assert "agent" in str(server.request("textDocument/hover", server.at(uri, 5, 4)))
        server.request("shutdown", None)
        server.notify("exit", None)
        assert server.ended() == 0
        assert not any("Traceback" in line for line in server.log)


@pytest.mark.parametrize("answer", [7, "x", [], [7], [None, None], {"a": 1}, [[[]]]])
def test_a_client_that_answers_nonsense_gets_its_answers(folder: Path, answer: Any) -> None:
    with RawServer(cwd=folder) as server:
        server.answers["workspace/configuration"] = answer
        server.answers["client/registerCapability"] = answer
        watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}, "configuration": True}
        server.initialize(folder, capabilities={"workspace": watching})
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, WRONG)
        assert RULE in codes(server.diagnostics(uri, 1))
        assert not any("Traceback" in line for line in server.log)


def test_the_server_leaves_when_its_clients_process_is_gone(folder: Path) -> None:
    client = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with RawServer(cwd=folder) as server:
        server.initialize(folder, processId=client.pid)
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, WRONG)
        server.diagnostics(uri, 1)
        client.kill()
        client.wait(10)
        assert server.ended() == 1
    assert client.stdin
    client.stdin.close()


@pytest.mark.parametrize("pid", [0, -1, 2**31 - 1])
def test_a_process_that_cannot_be_seen_is_not_waited_for(folder: Path, pid: int) -> None:
    with RawServer(cwd=folder) as server:
        server.initialize(folder, processId=pid)
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, WRONG)
        assert RULE in codes(server.diagnostics(uri, 1))


def test_a_document_that_is_opened_twice_is_the_second_one(server: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, WRONG, version=5)
    server.diagnostics(uri, 5)
    server.open(uri, RIGHT, version=1)
    assert RULE not in codes(server.diagnostics(uri, 1))
    server.change(uri, 2, part((5, 3), (5, 8), "agnet"))
    assert RULE in codes(server.diagnostics(uri, 2))


def test_a_document_that_is_closed_and_opened_again_begins_anew(
    server: RawServer, folder: Path
) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, WRONG, version=9)
    server.diagnostics(uri, 9)
    for _ in range(5):
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    server.change(uri, 10, whole(WRONG))
    server.open(uri, RIGHT, version=3)
    assert RULE not in codes(server.diagnostics(uri, 3))


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "git:/repo/a.prompty?%7B%22ref%22%3A%22HEAD%22%7D",
        "vscode-notebook-cell:/repo/notes.ipynb#W0sZmlsZQ%3D%3D",
        "inmemory://model/1.prompty",
        "",
        "a.prompty",
        "file:a.prompty",
        "file:///C:/repo/a.prompty",
        "file://server/share/a.prompty",
        "file:///tmp/%00a.prompty",
        "file://share%00/a.prompty",
        "file:///tmp/\ud800.prompty",
        "file:///%E4%F6.prompty",
        "file:///repo/a b%zz.prompty",
        "http://[::1/a.prompty",
        "x" * 5000 + ":a.prompty",
    ],
)
def test_no_document_needs_a_file(server: RawServer, uri: str) -> None:
    server.open(uri, WRONG)
    assert RULE in codes(server.diagnostics(uri, 1))
    assert "agent" in str(server.request("textDocument/hover", server.at(uri, 5, 4))["result"])
    server.change(uri, 2, whole(RIGHT))
    assert RULE not in codes(server.diagnostics(uri, 2))
    said = len(server.said)
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    server.cleared(uri, after=said)


def test_half_a_message_before_the_end_is_left_out(server: RawServer, folder: Path) -> None:
    server.send(b'{"jsonrpc": "2.0", "id"', b"Content-Length: 500\r\n\r\n")
    server.hang_up()
    assert server.ended() == 1
    assert not any("Traceback" in line for line in server.log)


def test_messages_that_came_before_the_end_are_answered(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.ask("shutdown", None)
        server.notify("exit", None)
        server.hang_up()
        assert server.ended() == 0


def test_a_length_that_is_too_short_costs_its_own_message_only(
    server: RawServer, folder: Path
) -> None:
    body = b'{"jsonrpc": "2.0", "id": 900, "method": "prompt/unknown"}'
    server.send(body, b"Content-Length: 10\r\n\r\n")
    server.send(body)
    assert server.answer(900)["error"]["code"] == -32601


def test_a_length_that_is_too_long_takes_the_next_message_and_no_more(
    server: RawServer, folder: Path
) -> None:
    body = b'{"jsonrpc": "2.0", "id": 900, "method": "prompt/unknown"}'
    following = b'{"jsonrpc": "2.0", "id": 901, "method": "prompt/unknown"}'
    head = b"Content-Length: %d\r\n\r\n" % len(following)
    server.send(body, b"Content-Length: %d\r\n\r\n" % (len(body) + len(head) + len(following)))
    server.send(following)
    assert server.answer(None)["error"]["code"] == -32700
    last = b'{"jsonrpc": "2.0", "id": 902, "method": "prompt/unknown"}'
    server.send(last)
    assert server.answer(902)["error"]["code"] == -32601
