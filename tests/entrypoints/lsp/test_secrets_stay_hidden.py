"""No secret of a file is in what the server says of it: findings, hovers, hints, titles, its log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.canary_prompts import FAKES, canary_files, revealed
from tests.entrypoints.lsp.raw_server import RawServer

LAST = {"start": {"line": 0, "character": 0}, "end": {"line": 100_000, "character": 0}}


def _all(symbols: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in symbols:
        yield each
        yield from _all(each.get("children") or [])


@pytest.mark.parametrize("name", list(canary_files()))
def test_the_server_shows_none(folder: Path, name: str) -> None:
    text = canary_files()[name]
    path = folder / name
    path.write_text(text, encoding="utf-8")
    document = {"uri": path.as_uri()}
    environment = {"XDG_CACHE_HOME": str(folder / "cache")}
    with RawServer("--log-level", "debug", cwd=folder, environment=environment) as server:
        server.initialize(folder)
        server.open(path.as_uri(), text)
        report = server.request("textDocument/diagnostic", {"textDocument": document})
        items = report["result"]["items"]
        assert items
        assert revealed(json.dumps(items, ensure_ascii=False)) == []
        hints = server.request("textDocument/inlayHint", {"textDocument": document, "range": LAST})
        assert revealed(json.dumps(hints, ensure_ascii=False)) == []
        for item in items[:: max(1, len(items) // 40)]:
            asked = {"textDocument": document, "position": item["range"]["start"]}
            hover = server.request("textDocument/hover", asked)
            assert revealed(json.dumps(hover, ensure_ascii=False)) == []
            offered = server.request(
                "textDocument/codeAction",
                {
                    "textDocument": document,
                    "range": item["range"],
                    "context": {"diagnostics": [item]},
                },
            )
            titles = [each["title"] for each in offered["result"] or ()]
            assert revealed("\n".join(titles)) == []
        symbols = server.request("textDocument/documentSymbol", {"textDocument": document})
        # A name of the file is one of its places, whatever it is; a value has no business in the outline.
        details = [each.get("detail", "") for each in _all(symbols["result"])]
        assert revealed("\n".join(details)) == []
        log = "\n".join(server.log)
    assert revealed(log) == []
    for written in (folder / "cache").rglob("*"):
        if written.is_file():
            assert revealed(written.read_text(errors="replace")) == [], written


def test_the_completion_of_an_input_does_not_show_its_default(folder: Path) -> None:
    secret = next(secret for line, secret in FAKES.values() if line == f"use {secret} here")
    head = f'---\ninputs:\n  - {{name: topic, kind: string, default: "{secret}"}}\n---\nuser:\n'
    path = folder / "a.prompty"
    with RawServer(cwd=folder) as server:
        server.initialize(folder)
        server.open(path.as_uri(), f"{head}{{{{ to }}}}\n")
        asked = server.at(path.as_uri(), head.count("\n"), 5)
        offered = server.request("textDocument/completion", asked)["result"]["items"]
        [topic] = [each for each in offered if each["label"] == "topic"]
        shown = server.request("completionItem/resolve", topic)
    assert "default" in json.dumps(shown)
    assert secret not in json.dumps(shown)
