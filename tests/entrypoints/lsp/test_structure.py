"""Questions about how a document is built, as clients with limits and odd files ask them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.entrypoints.lsp.raw_server import RawServer

TEXT = "---\nname: a\n---\nsystem:\n{% if a %}\nx\n{% endif %}\nuser:\nHello.\n"


def ask(server: RawServer, method: str, uri: str, **more: Any) -> Any:
    return server.request(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})[
        "result"
    ]


def test_a_client_gets_no_more_folds_than_it_takes_and_the_largest_of_them(tmp_path: Path) -> None:
    capabilities = {"textDocument": {"foldingRange": {"rangeLimit": 2, "lineFoldingOnly": True}}}
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path, capabilities=capabilities)
        uri = (tmp_path / "a.prompty").as_uri()
        server.open(uri, TEXT)
        found = ask(server, "foldingRange", uri)
    assert found == [{"startLine": 0, "endLine": 2}, {"startLine": 3, "endLine": 6}]


def test_folded_front_matter_shows_the_name_of_the_prompt_where_the_client_can(
    tmp_path: Path,
) -> None:
    able = {"foldingRange": {"foldingRange": {"collapsedText": True}}}
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path, capabilities={"textDocument": able})
        uri = (tmp_path / "a.prompty").as_uri()
        server.open(uri, TEXT)
        found = ask(server, "foldingRange", uri)
    assert found[0] == {"startLine": 0, "endLine": 2, "collapsedText": "a"}
    assert all("collapsedText" not in each for each in found[1:])


def test_several_places_get_a_selection_each_and_a_file_that_is_no_prompt_an_empty_one(
    tmp_path: Path,
) -> None:
    places = [{"line": 1, "character": 6}, {"line": 5, "character": 0}]
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path)
        prompt, other = (tmp_path / "a.prompty").as_uri(), (tmp_path / "a.py").as_uri()
        server.open(prompt, TEXT)
        server.open(other, "print(1)", language="python")
        found = ask(server, "selectionRange", prompt, positions=places)
        empty = ask(server, "selectionRange", other, positions=places[:1])
    assert [each["range"]["end"] for each in found] == [
        {"line": 1, "character": 7},
        {"line": 5, "character": 1},
    ]
    assert "parent" not in empty[0]
    assert empty[0]["range"]["start"] == empty[0]["range"]["end"]


def test_places_outside_of_the_text_and_unknown_files_have_empty_answers(tmp_path: Path) -> None:
    far = {"line": 999, "character": 999}
    with RawServer(cwd=tmp_path) as server:
        server.initialize(tmp_path)
        uri = (tmp_path / "a.prompty").as_uri()
        server.open(uri, TEXT)
        unknown = (tmp_path / "missing.prompty").as_uri()
        for each in (uri, unknown):
            assert ask(server, "documentHighlight", each, position=far) == []
            assert ask(server, "linkedEditingRange", each, position=far) is None
            assert ask(server, "inlayHint", each, range={"start": far, "end": far}) == []
        assert ask(server, "foldingRange", unknown) == []
        assert ask(server, "documentLink", unknown) == []
        assert ask(server, "semanticTokens/full", unknown)["data"] == []
