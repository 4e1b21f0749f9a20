"""Ten thousand messages that are wrong in every way, and places outside of every text."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.hostile_messages import NEVER, Hostile
from tests.entrypoints.lsp.raw_server import RawServer

from promptwell.entrypoints.lsp.log import Log
from promptwell.entrypoints.lsp.server import assemble

TEXT = (
    "---\nname: a\ninputs: {who: {kind: string}}\nsample: {who: you}\n---\nuser:\nHello {{ who }} 🌿\n"
    '{% include "b.j2" %}{% for x in who %}{{ x }}{% endfor %}\n'
)
INTERNAL = -32603
FEATURES = [each.method for each in assemble(Log("critical")).features]
REQUESTS = [
    each
    for each in FEATURES
    if each not in (*NEVER, "workspace/diagnostic") and not each.startswith(("$/", "window/"))
    if "/did" not in each
]
MESSAGES = int(os.environ.get("HOSTILE_MESSAGES", "10000"))
PLACES = [(0, 0), (7, 3), (7, 10**6), (10**6, 0), (2**31 - 1, 2**31 - 1), (6, 15), (6, 16)]


def right(server: RawServer, folder: Path) -> bool:
    """Whether the server still answers as it should about a document of which nobody spoke."""
    uri = (folder / "alive.prompty").as_uri()
    server.open(uri, TEXT)
    hover = server.request("textDocument/hover", server.at(uri, 6, 10))
    server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return "who" in json.dumps(hover["result"])


def internal_errors(server: RawServer) -> list[str]:
    """What the server could not answer by a fault of its own."""
    return [
        each["error"]["message"]
        for each in server.said
        if each.get("error", {}).get("code") == INTERNAL
    ]


@pytest.mark.parametrize("seed", range(2))
def test_the_server_stays_up_and_right(server: RawServer, folder: Path, seed: int) -> None:
    (folder / "b.j2").write_text("{{ who }}")
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, TEXT)
    hostile = Hostile(seed, FEATURES, uri)
    for number in range(MESSAGES // 2):
        server.send(hostile.body(1_000_000 + number))
    assert right(server, folder)
    assert not Counter(internal_errors(server))
    assert not [line for line in server.log if "Traceback" in line]


@pytest.mark.parametrize("method", REQUESTS)
def test_every_request_is_answered_wherever_it_points(
    server: RawServer, folder: Path, method: str
) -> None:
    (folder / "b.j2").write_text("{{ who }}")
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, TEXT)
    hostile = Hostile(1, FEATURES, uri)
    gone = (folder / "gone.prompty").as_uri()
    numbers = []
    for document in (uri, gone, "untitled:gone", "", "file:///"):
        for line, character in PLACES:
            place = {"line": line, "character": character}
            params: dict[str, Any] = {
                **hostile.valid(method, 1)["params"],
                "textDocument": {"uri": document},
                "position": place,
                "positions": [place],
                "range": {"start": place, "end": {"line": 0, "character": 3}},
                "newName": "renamed",
            }
            numbers.append(server.ask(method, params))
    for number in numbers:
        server.answer(number)
    assert not Counter(internal_errors(server))
    assert right(server, folder)
