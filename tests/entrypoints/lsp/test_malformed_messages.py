"""Whatever bytes arrive, the server answers what can be answered and goes on."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, part

TEXT = "---\nname: a\ninputs: {who: {kind: string}}\n---\nuser:\nHello {{ who }}\n"


def is_alive(server: RawServer, folder: Path) -> bool:
    uri = (folder / "alive.prompty").as_uri()
    server.open(uri, TEXT)
    hover = server.request("textDocument/hover", server.at(uri, 5, 10))
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return "who" in json.dumps(hover["result"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"not json", -32700),
        (b"\xff\xfe\x00", -32700),
        (b'{"jsonrpc": "2.0", "id": 1, "method": ', -32700),
        (b"[" * 20_000, -32700),
        (b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b', "method": "x"}', -32700),
        (b"[1, 2]", -32600),
        (b"7", -32600),
        (b"null", -32600),
        (b'{"id": 5, "method": "x"}', -32600),
        (b'{"jsonrpc": "1.0", "id": 5, "method": "x"}', -32600),
        (b'{"jsonrpc": "2.0", "id": [], "method": "x"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 5, "method": 7}', -32600),
    ],
)
def test_a_message_that_is_none_is_refused_with_a_reason(
    server: RawServer, folder: Path, body: bytes, code: int
) -> None:
    server.send(body)
    refusal = server.answer(None)
    assert refusal["error"]["code"] == code
    assert refusal["error"]["message"]
    assert is_alive(server, folder)


@pytest.mark.parametrize(
    "params",
    [None, 7, [], "text", {}, {"textDocument": 5}, {"textDocument": {"uri": 5}, "position": {}}],
)
def test_a_request_with_wrong_parameters_is_answered(
    server: RawServer, folder: Path, params: Any
) -> None:
    answer = server.request("textDocument/hover", params)
    assert answer["error"]["code"] == -32602
    assert "textDocument/hover" in answer["error"]["message"]
    assert is_alive(server, folder)


def test_an_unknown_request_is_answered_and_an_unknown_notification_left_out(
    server: RawServer, folder: Path
) -> None:
    assert server.request("prompt/unknown", {"x": 1})["error"]["code"] == -32601
    server.notify("prompt/unknown", {"x": 1})
    server.notify("$/unknown", None)
    assert is_alive(server, folder)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: many\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Type: x\r\n\r\n",
        b"junk\r\nmore junk\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"\n",
    ],
)
def test_a_broken_header_costs_its_own_message_only(
    server: RawServer, folder: Path, header: bytes
) -> None:
    server.send(b"", header)
    assert is_alive(server, folder)


def test_headers_may_be_written_in_any_case_and_order(server: RawServer, folder: Path) -> None:
    body = b'{"jsonrpc": "2.0", "id": "own", "method": "prompt/unknown"}'
    header = b"content-type: x\r\ncontent-LENGTH:%d\r\n\r\n" % len(body)
    server.send(body, header)
    assert server.answer("own")["error"]["code"] == -32601
    assert is_alive(server, folder)


def test_an_answer_to_a_question_that_was_not_asked_is_left_out(
    server: RawServer, folder: Path
) -> None:
    for body in (b'{"jsonrpc": "2.0", "id": "x", "result": 1}', b'{"jsonrpc": "2.0", "id": 77}'):
        server.send(body)
    server.send(b'{"jsonrpc": "2.0", "id": 78, "error": {"code": 1, "message": "x"}}')
    server.notify("$/cancelRequest", {"id": 4711})
    assert is_alive(server, folder)


def test_requests_before_initialize_and_after_shutdown_are_refused(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        refused = server.request("textDocument/hover", server.at("file:///x", 0, 0))
        assert refused["error"]["code"] == -32002
        server.initialize(folder)
        again = server.request("initialize", {"processId": None, "capabilities": {}})
        assert again["error"]["code"] == -32600
        server.request("shutdown", None)
        late = server.request("textDocument/hover", server.at("file:///x", 0, 0))
        assert late["error"]["code"] == -32600
        server.notify("exit", None)
        assert server.ended() == 0


def test_the_process_ends_when_the_client_is_gone(folder: Path) -> None:
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.hang_up()
        assert server.ended() == 1
        assert not any("Traceback" in line for line in server.log)


def test_exit_without_shutdown_is_told_by_the_exit_code(server: RawServer) -> None:
    server.notify("exit", None)
    assert server.ended() == 1


def test_thousands_of_messages_of_random_bytes(server: RawServer, folder: Path) -> None:
    chance = random.Random(20_261_122)
    valid = json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": server.at("f", 1, 1)}
    ).encode()
    for _ in range(3000):
        body = bytearray(valid)
        for _ in range(chance.randrange(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        server.send(bytes(body[: chance.randrange(1, len(body) + 1)]))
    assert is_alive(server, folder)


def test_a_range_sent_backward_does_not_double_the_text(server: RawServer, folder: Path) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, TEXT)
    for version in range(2, 42):
        server.change(uri, version, part((5, 6), (4, 0), "user:\nHello "))
    found = server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [symbol["name"] for symbol in found["result"]] == ["inputs", "user"]


def test_a_handler_that_breaks_answers_with_an_error_and_logs_json(folder: Path) -> None:
    with RawServer("--log-level", "info", cwd=folder) as server:
        server.initialize(folder)
        uri = (folder / "a.prompty").as_uri()
        server.open(uri, TEXT)
        # No such place: a line beyond what can be counted is moved to the text's end.
        far = server.request("textDocument/hover", server.at(uri, 2**31 - 1, 2**31 - 1))
        assert "error" not in far
        server.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 9}})
        assert is_alive(server, folder)
        for line in server.log:
            assert json.loads(line)["level"]
