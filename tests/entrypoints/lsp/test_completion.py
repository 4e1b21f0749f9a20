"""Completion as clients of different abilities get it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.entrypoints.lsp.raw_server import RawServer
from tests.entrypoints.lsp.test_snapshots import position

ABLE = {
    "snippetSupport": True,
    "insertReplaceSupport": True,
    "labelDetailsSupport": True,
    "documentationFormat": ["markdown"],
    "resolveSupport": {"properties": ["documentation", "detail"]},
}
TEXT = (
    "---\nname: a\ninputs:\n  customer: {kind: string, description: First name}\n---\nuser:\n"
    "{{ cus|tomer | upper }}\n"
)


@contextmanager
def completed(
    folder: Path, text: str, abilities: dict[str, Any]
) -> Iterator[tuple[RawServer, dict[str, Any]]]:
    """A server, and its items at the `|` of a text, by label."""
    place = position(text, "|")
    plain = text.replace("|", "", 1)
    path = folder / "a.prompty"
    path.write_text(plain, encoding="utf-8")
    with RawServer(cwd=folder) as server:
        server.initialize(
            folder, capabilities={"textDocument": {"completion": {"completionItem": abilities}}}
        )
        server.open(path.as_uri(), plain)
        params = {"textDocument": {"uri": path.as_uri()}, "position": place}
        answer = server.request("textDocument/completion", params)["result"]
        yield server, {item["label"]: item for item in answer["items"]}


def test_documentation_comes_when_an_item_is_shown(tmp_path: Path) -> None:
    with completed(tmp_path, TEXT, ABLE) as (server, items):
        item = items["customer"]
        assert "documentation" not in item
        assert len(str(item["data"])) < 20
        resolved = server.request("completionItem/resolve", item)["result"]
        assert "First name" in resolved["documentation"]["value"]
        assert resolved["textEdit"] == item["textEdit"]


def test_a_forgotten_item_is_given_back_as_it_was(tmp_path: Path) -> None:
    with completed(tmp_path, TEXT, ABLE) as (server, items):
        for data in ([99, 0], [1, 9999], ["a", None], {"x": 1}, None):
            item = {**items["customer"], "data": data}
            assert server.request("completionItem/resolve", item)["result"]["label"] == "customer"


def test_a_client_that_resolves_nothing_gets_documentation_at_once(tmp_path: Path) -> None:
    with completed(tmp_path, TEXT, {}) as (_, items):
        assert "First name" in items["customer"]["documentation"]["value"]
        assert "labelDetails" not in items["customer"]
        assert not [label for label in items if "…" in label]


def test_a_type_and_an_origin_stand_beside_the_label(tmp_path: Path) -> None:
    with completed(tmp_path, TEXT, ABLE) as (_, items):
        details = items["customer"]["labelDetails"]
        assert details == {"detail": ": string", "description": "input"}


def test_what_follows_the_cursor_may_be_kept_or_replaced(tmp_path: Path) -> None:
    with completed(tmp_path, TEXT, ABLE) as (_, items):
        edit = items["customer"]["textEdit"]
        assert edit["newText"] == "customer"
        assert edit["insert"]["end"]["character"] == 6
        assert edit["replace"]["end"]["character"] == 11
    with completed(tmp_path, TEXT, {}) as (_, items):
        assert items["customer"]["textEdit"]["range"]["end"]["character"] == 11


def test_an_unknown_name_brings_its_declaration(tmp_path: Path) -> None:
    text = TEXT.replace("cus|tomer", "topi|c")
    with completed(tmp_path, text, ABLE) as (_, items):
        item = items["topic (declare as input)"]
        assert item["filterText"] == "topic"
        (edit,) = item["additionalTextEdits"]
        assert edit["newText"].strip() == "topic: {kind: string}"
        assert edit["range"]["start"]["line"] == 3


def test_items_are_sorted_as_they_are_listed(tmp_path: Path) -> None:
    with completed(tmp_path, TEXT, ABLE) as (_, items):
        texts = [item["sortText"] for item in items.values()]
        assert texts == sorted(texts)
