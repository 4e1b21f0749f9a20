"""The client against servers that behave, stay silent, refuse or die."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from promptwell.entrypoints.cli.demonstration.client import LanguageClient, ServerError

SERVER = """
import json, sys
def read():
    length = 0
    while (line := sys.stdin.buffer.readline()).strip():
        length = int(line.split(b":")[1])
    return json.loads(sys.stdin.buffer.read(length)) if length else None
def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
    sys.stdout.buffer.flush()
while (message := read()) is not None:
    method = message.get("method")
    if method == "exit":
        break
    if method == "initialize":
        send({"id": "ask", "method": "workspace/configuration", "params": {"items": [{}, {}]}})
    elif message.get("id") == "ask":
        send({"id": 1, "result": {"configured": message["result"]}})
    elif method == "refuse":
        send({"id": message["id"], "error": {"code": -32803, "message": "not now"}})
    elif method == "die":
        print("something broke", file=sys.stderr, flush=True)
        sys.exit(3)
    elif method == "publish":
        for version in (1, 2):
            send({"method": "textDocument/publishDiagnostics",
                  "params": {"uri": "x:1", "version": version, "diagnostics": [{"version": version}]}})
    elif method == "shutdown":
        send({"id": message["id"], "result": None})
"""


def client_of(folder: Path, patience: float = 20.0) -> LanguageClient:
    return LanguageClient([sys.executable, "-c", SERVER], folder, patience=patience)


def test_a_question_of_the_server_is_answered_while_waiting(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        assert client.initialize() == {"configured": [None, None]}
        assert client.answered == 1


def test_diagnostics_are_those_of_the_version_asked_for(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        client.notify("publish", {})
        assert client.diagnostics("x:1", 2) == [{"version": 2}]


def test_a_refusal_is_told_in_the_words_of_the_server(tmp_path: Path) -> None:
    with client_of(tmp_path) as client, pytest.raises(ServerError, match="not now"):
        client.request("refuse", {})


def test_a_server_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    with client_of(tmp_path) as client, pytest.raises(ServerError, match="ended before `die`"):
        client.request("die", {})


def test_a_silent_server_is_not_waited_for_endlessly(tmp_path: Path) -> None:
    with (
        client_of(tmp_path, patience=0.2) as client,
        pytest.raises(ServerError, match="no answer to `sleep`"),
    ):
        client.request("sleep", {})


def test_a_command_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="could not start"):
        LanguageClient([str(tmp_path / "nothing")], tmp_path)
