"""Semantic tokens as a client gets them: what changed since the last answer, and only a range."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, whole

TEXT = "---\nname: a\ninputs: {topic: {kind: string}}\n---\nuser:\nExplain {{ topic }}.\n"
METHOD = "textDocument/semanticTokens/"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RawServer]:
    with RawServer(cwd=tmp_path) as started:
        started.initialize(tmp_path)
        yield started


def ask(server: RawServer, kind: str, uri: str, **more: Any) -> Any:
    return server.request(METHOD + kind, {"textDocument": {"uri": uri}, **more})["result"]


def test_a_difference_turns_the_last_answer_into_the_new_one(
    server: RawServer, tmp_path: Path
) -> None:
    uri = (tmp_path / "a.prompty").as_uri()
    server.open(uri, TEXT)
    first = ask(server, "full", uri)
    server.change(uri, 2, whole(TEXT.replace("Explain", "Explain {{ topic }} 🌿 and")))
    delta = ask(server, "full/delta", uri, previousResultId=first["resultId"])
    numbers = list(first["data"])
    for edit in delta["edits"]:
        end = edit["start"] + edit["deleteCount"]
        numbers[edit["start"] : end] = edit["data"]
    assert numbers == ask(server, "full", uri)["data"]
    assert len(delta["edits"][0]["data"]) < len(numbers) / 2


def test_nothing_changed_is_no_edit(server: RawServer, tmp_path: Path) -> None:
    uri = (tmp_path / "a.prompty").as_uri()
    server.open(uri, TEXT)
    first = ask(server, "full", uri)
    delta = ask(server, "full/delta", uri, previousResultId=first["resultId"])
    assert delta["edits"] == []
    assert delta["resultId"] != first["resultId"]


def test_an_answer_that_is_not_the_last_one_gets_everything(
    server: RawServer, tmp_path: Path
) -> None:
    uri = (tmp_path / "a.prompty").as_uri()
    server.open(uri, TEXT)
    first = ask(server, "full", uri)
    again = ask(server, "full/delta", uri, previousResultId="long ago")
    assert again["data"] == first["data"]


def test_a_range_gets_the_tokens_that_touch_it(server: RawServer, tmp_path: Path) -> None:
    uri = (tmp_path / "a.prompty").as_uri()
    server.open(uri, TEXT)
    lines = {"start": {"line": 5, "character": 0}, "end": {"line": 6, "character": 0}}
    numbers = ask(server, "range", uri, range=lines)["data"]
    assert [numbers[:3], numbers[5:8], numbers[10:13]] == [[5, 8, 2], [0, 3, 5], [0, 6, 2]]
    assert len(numbers) == 15


def test_a_file_that_is_no_prompt_has_no_tokens(server: RawServer, tmp_path: Path) -> None:
    uri = (tmp_path / "a.py").as_uri()
    server.open(uri, "print(1)")
    assert ask(server, "full", uri)["data"] == []
