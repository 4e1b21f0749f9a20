"""Random edits against a real server: its text is the one a client has, and so are its findings."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.entrypoints.lsp.raw_server import RawServer

from promptwell.bootstrap.editing import editor_root, root_of
from promptwell.entrypoints.lsp.documents import Change, OpenDocuments
from promptwell.entrypoints.lsp.positions import Encoding, LineColumn
from promptwell.services.editor import checking
from promptwell.services.workspace import Workspace

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
# Each example is a session of several messages; the profile `search` wants many of anything.
EXAMPLES = 40 if settings().max_examples <= 100 else 1000
PIECES = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\t", " "),
        *("a", "é", "e\u0301", "日本", "🌿", "👩‍🌾", "\ud800", "\u0000", "\ufeff"),
        *("---\n", "name: a\n", "inputs: {x: {kind: string}}\n", "user:\n", "system:\r\n"),
        *(
            "{{ x }}",
            "{{ y }}",
            "{{ ",
            " }}",
            "{% if x %}",
            "{% endif %}",
            "{# ",
            "{% for z in x %}",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
PLACES = st.tuples(st.integers(0, 14), st.integers(0, 30)) | st.sampled_from(
    [(0, 0), (0, 2**31 - 1), (2**31 - 1, 0), (2**31 - 1, 2**31 - 1)]
)
CHANGES = st.lists(st.tuples(PLACES, PLACES, TEXTS) | TEXTS, min_size=1, max_size=3)


class Model:
    """A text as the protocol describes it, written without a look at the server's own."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self.encoding = encoding

    def change(self, start: tuple[int, int], end: tuple[int, int], new: str) -> None:
        first, last = sorted((self.offset(*start), self.offset(*end)))
        self.text = self.text[:first] + new + self.text[last:]

    def offset(self, line: int, column: int) -> int:
        lines = self.lines()
        if line >= len(lines):
            return len(self.text)
        begin = sum(len(text) + len(end) for text, end in lines[:line])
        for index, character in enumerate(lines[line][0]):
            column -= self.width(character)
            if column < 0:
                return begin + index
        return begin + len(lines[line][0])

    def place(self, offset: int) -> dict[str, int]:
        begin = 0
        for number, (text, end) in enumerate(self.lines()):
            # Between the two halves of a line's end there is no place to point at.
            if offset < begin + len(text) + len(end) or not end:
                inside = text[: offset - begin]
                return {"line": number, "character": sum(map(self.width, inside))}
            begin += len(text) + len(end)
        raise AssertionError(offset)

    def lines(self) -> list[tuple[str, str]]:
        parts = re.split("(\r\n|\n|\r)", self.text)
        return list(zip(parts[::2], [*parts[1::2], ""], strict=True))

    def width(self, character: str) -> int:
        if self.encoding == "utf-32":
            return 1
        if self.encoding == "utf-16":
            return 2 if character > "\uffff" else 1
        code = ord(character)
        return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)


class Texts(RuleBasedStateMachine):
    """One document, edited by a client that is right, wrong and in a hurry."""

    server: RawServer
    folder: Path
    encoding: Encoding = "utf-16"
    opened = 0

    @initialize(text=TEXTS)
    def begin(self, text: str) -> None:
        type(self).opened += 1
        self.path = f"{self.folder.as_posix()}/d{self.opened}.prompty"
        self.uri = Path(self.path).as_uri()
        self.version = 1
        self.model = Model(text, self.encoding)
        self.documents = OpenDocuments(self.encoding)
        self.documents.open(self.uri, self.path, 1, text)
        self.server.open(self.uri, text)

    @rule(changes=CHANGES)
    def edit(self, changes: list[Any]) -> None:
        self.version += 1
        sent, ours = [], []
        for change in changes:
            if isinstance(change, str):
                self.model.text = change
                sent.append({"text": change})
                ours.append(Change(None, None, change))
                continue
            start, end, new = change
            self.model.change(start, end, new)
            places = [{"line": line, "character": column} for line, column in (start, end)]
            sent.append({"range": {"start": places[0], "end": places[1]}, "text": new})
            ours.append(Change(LineColumn(*start), LineColumn(*end), new))
        self.server.change(self.uri, self.version, *sent)
        self.documents.change(self.path, self.version, ours)

    @rule(changes=CHANGES)
    def edit_too_late(self, changes: list[Any]) -> None:
        self.server.change(self.uri, self.version - 1, *[{"text": "late"} for _ in changes])

    @rule()
    def save(self) -> None:
        self.server.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})

    @rule(text=TEXTS)
    def open_again(self, text: str) -> None:
        self.server.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})
        self.server.open(self.uri, text, self.version)
        self.documents.close(self.path)
        self.documents.open(self.uri, self.path, self.version, text)
        self.model.text = text

    @invariant()
    def texts_are_equal(self) -> None:
        if hasattr(self, "model"):
            opened = self.documents.get(self.path)
            assert opened is not None
            assert opened.text == self.model.text

    @rule()
    def findings_are_those_of_a_fresh_check(self) -> None:
        answer = self.server.request("textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
        found = [
            (each["code"], each["message"], each["range"]) for each in answer["result"]["items"]
        ]
        # As JSON, where two lone halves that meet are one character.
        assert json.dumps(found) == json.dumps(self.fresh())

    def fresh(self) -> list[tuple[str, str, dict[str, Any]]]:
        workspace = Workspace(lambda folder, searched: editor_root(folder, searched, {}), root_of)
        workspace.open(self.path, self.model.text)
        return [
            (
                each.rule,
                each.message,
                {
                    "start": self.model.place(each.span.start),
                    "end": self.model.place(each.span.end),
                },
            )
            for each in checking.diagnose(workspace.snapshot(self.path), self.path)
        ]

    def teardown(self) -> None:
        if hasattr(self, "model"):
            self.findings_are_those_of_a_fresh_check()
            self.server.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_servers_text_is_the_clients(encoding: Encoding) -> None:
    pulls = {
        "general": {"positionEncodings": [encoding]},
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": True}},
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "promptwell.toml").write_text("")
        with RawServer(cwd=folder) as server:
            server.initialize(folder, capabilities=pulls)
            Session = type("Session", (Texts,), {})  # noqa: N806  # a class
            Session.server, Session.folder, Session.encoding = server, folder, encoding
            steps = settings(
                max_examples=EXAMPLES,
                stateful_step_count=15,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            )
            Session.TestCase.settings = steps
            Session.TestCase("runTest").runTest()
