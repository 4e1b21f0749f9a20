"""The JSON of each method, as a client gets it, beside the one it got when somebody last looked.

After a change that is meant: `UPDATE_SNAPSHOTS=1 pytest tests/entrypoints/lsp/test_snapshots.py`,
and read the difference.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from tests.entrypoints.lsp.raw_server import RawServer

SNAPSHOTS = Path(__file__).parent / "snapshots"
MAIN = "reply.prompty"


class Row(NamedTuple):
    """One request about a file, the main one if not told, at the place `at` (the first of that text).

    `ranged` sends the place as an empty `range`, else it is the `position`. `name` tells apart
    several requests of one method.
    """

    method: str
    at: str = ""
    more: Mapping[str, Any] = MappingProxyType({})
    name: str = ""
    ranged: bool = False
    path: str = MAIN

    @property
    def file(self) -> Path:
        """Where its snapshot is."""
        return SNAPSHOTS / (self.method.replace("/", ".") + self.name + ".json")


LINES = {"start": {"line": 30, "character": 0}, "end": {"line": 32, "character": 0}}

LAYOUT = {"tabSize": 4, "insertSpaces": True}
FIRST_LINES = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 3}}
ROWS = [
    Row("textDocument/hover", at="customer }}"),
    Row("textDocument/completion", at="upper"),
    Row("textDocument/signatureHelp", at="customer) }}"),
    Row("textDocument/definition", at="tone.j2"),
    Row("textDocument/references", "customer }}", {"context": {"includeDeclaration": True}}),
    Row("textDocument/documentSymbol"),
    Row("textDocument/foldingRange"),
    Row("textDocument/selectionRange", more={"positions": [{"line": 30, "character": 12}]}),
    Row("textDocument/documentHighlight", at="order.number"),
    Row("textDocument/linkedEditingRange", at="greeting %}", path="partials/page.j2"),
    Row("textDocument/semanticTokens/full"),
    Row("textDocument/semanticTokens/range", more={"range": LINES}),
    Row("textDocument/documentLink"),
    Row("textDocument/codeLens", path="untidy.prompty"),
    Row("textDocument/inlayHint", more={"range": {**LINES, "start": {"line": 0, "character": 0}}}),
    Row("workspace/symbol", more={"query": "cust"}),
    Row("textDocument/prepareRename", at="customer }}"),
    Row("textDocument/rename", "customer }}", {"newName": "buyer"}),
    Row("textDocument/codeAction", "custmer }}", {"context": {"diagnostics": []}}, ranged=True),
    Row("textDocument/formatting", more={"options": LAYOUT}, path="untidy.prompty"),
    Row(
        "textDocument/rangeFormatting",
        more={"options": LAYOUT, "range": FIRST_LINES},
        path="untidy.prompty",
    ),
    Row(
        "textDocument/rangesFormatting",
        more={"options": LAYOUT, "ranges": [FIRST_LINES]},
        path="untidy.prompty",
    ),
    Row("promptwell/diff"),
    Row("promptwell/base"),
    Row(
        "textDocument/onTypeFormatting",
        more={"options": LAYOUT, "position": {"line": 6, "character": 14}, "ch": "}"},
        path="untidy.prompty",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots") / "case"
    shutil.copytree(SNAPSHOTS / "workspace", folder)
    (folder / "promptwell.toml").write_text("")
    text = (folder / MAIN).read_text(encoding="utf-8")
    # What a tokenizer counts is the same in both: whether it is loaded yet can't be told here.
    before = text.replace("What the customer bought", "What they bought").replace(
        "friendly", "formal"
    )
    (folder / MAIN).write_text(before.replace("  unused:\n", "  other:\n"), encoding="utf-8")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "First words")):
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *identity, *words], cwd=folder, check=True)
    (folder / MAIN).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[RawServer]:
    with RawServer(cwd=folder) as started:
        started.initialize(folder, capabilities=CAPABILITIES)
        for path in (each for each in folder.rglob("*.*") if ".git" not in each.parts):
            started.open(path.as_uri(), path.read_text(encoding="utf-8"))
        started.told((folder / MAIN).as_uri(), "undefined-variable")
        yield started


CAPABILITIES = {
    "workspace": {
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create", "rename", "delete"],
            "changeAnnotationSupport": {"groupsOnLabel": True},
        }
    },
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "completion": {"completionItem": {"snippetSupport": True}},
    },
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file.stem)
def test_the_answer_is_as_before(row: Row, server: RawServer, folder: Path) -> None:
    uri = (folder / row.path).as_uri()
    params: dict[str, Any] = {"textDocument": {"uri": uri}, **row.more}
    if row.at:
        place = position((folder / row.path).read_text(encoding="utf-8"), row.at)
        params |= {"range": {"start": place, "end": place}} if row.ranged else {"position": place}
    answer = server.request(row.method, params)
    assert "error" not in answer, answer
    same(row.file, answer["result"], folder)


def test_what_is_published_is_as_before(server: RawServer, folder: Path) -> None:
    found = server.diagnostics((folder / MAIN).as_uri(), 1, fits=bool)
    same(SNAPSHOTS / "textDocument.publishDiagnostics.json", found, folder)


def same(snapshot: Path, answer: Any, folder: Path) -> None:
    """Compare an answer with its snapshot, or write it where asked to."""
    text = json.dumps(answer, indent=1, ensure_ascii=False) + "\n"
    text = text.replace(folder.as_uri(), "file:///case")
    text = re.sub(r'"commit": "[0-9a-f]{40}"', '"commit": "..."', text)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.write_text(text, encoding="utf-8")
    assert snapshot.exists(), f"no snapshot yet. Run with UPDATE_SNAPSHOTS=1 and read {snapshot}"
    assert text == snapshot.read_text(encoding="utf-8")


def position(text: str, wanted: str) -> dict[str, int]:
    """Where a text begins, in lines and UTF-16 units."""
    before = text[: text.index(wanted)]
    last = before.rsplit("\n", 1)[-1]
    return {"line": before.count("\n"), "character": len(last.encode("utf-16-le")) // 2}
