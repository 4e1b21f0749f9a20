"""How long an editor waits for what to draw: each keystroke is sent to a server, and then what differs is asked for."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import differences
from inputs import prompt
from timing import cpu_times, p95

from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizers
from promptwell.domain.versions.differences.tokens import diff_tokens
from promptwell.entrypoints.lsp.convert.differences import add_tokens, to_difference
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.text.source import SourceText
from promptwell.services.editor.changes import TokensFound, by_hunk
from promptwell.services.versions.following import Base, Followed

SIZE = 20_000
_KEYS = 200
_PAUSE = 0.05


class Waits(NamedTuple):
    """Milliseconds of CPU for an answer after a keystroke, p95; and what an editor waits for one.

    An editor's wait is from the keystroke's message to the answer, over stdio, and depends on what else the
    machine does. `first` is the answer that reads the base.
    """

    work: float
    work_with_tokens: float
    typing: float
    with_tokens: float
    first: float


def measure() -> Waits:
    """The waits of somebody who types all over a prompt that differs from its commit in thirty places."""
    base = prompt(SIZE)
    text = differences.edited(base, 0, 30)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "support.prompty"
        file.write_text(base, encoding="utf-8")
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "First words")):
            subprocess.run(["git", *identity, *words], cwd=folder, check=True)
        with _server(folder) as server:
            server.ask(
                "initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
            )
            server.tell("initialized", {})
            document = {"uri": file.as_uri(), "languageId": "prompty", "version": 1, "text": text}
            server.tell("textDocument/didOpen", {"textDocument": document})
            time.sleep(2)  # what a server does after its start is measured elsewhere
            first = server.differs(file.as_uri())
            server.differs(file.as_uri(), level="token")
            time.sleep(1)  # the tokenizer is loaded
            typing = server.typed(file.as_uri(), text)
            tokens = server.typed(file.as_uri(), text, level="token")
            plain = p95(_work(base, text, with_tokens=False))
            return Waits(
                plain, p95(_work(base, text, with_tokens=True)), p95(typing), p95(tokens), first
            )


def _work(base: str, text: str, *, with_tokens: bool) -> list[float]:
    """What the server does between a keystroke and its answer."""
    tokenizer = RankTokenizers("on-demand").tokenizer("o200k_base")
    assert tokenizer is not None
    known = tokenizer.starts(base)
    chance = random.Random(1)  # noqa: S311  # the same keys in each run
    begun = Base(ref="HEAD", name="HEAD", kind="commit", path="support.prompty", text=base)
    state = [Followed.of(begun, text)]

    def answer() -> None:
        now = state[0] = state[0].now(text)
        places = Positions(SourceText(text), "utf-16")
        found = to_difference(now, places, 1)
        if with_tokens:
            told = diff_tokens(
                base,
                text,
                now.inline.diff,
                lambda each: known if each is base else tokenizer.starts(each),
            )
            assert told is not None
            add_tokens(
                found,
                TokensFound("o200k_base", told, by_hunk(now.hunks, told.changes)),
                now,
                places,
            )
        json.dumps(found)

    times = []
    at = 0
    for key in range(_KEYS):
        at = chance.randrange(len(text)) if key % 20 == 0 else at + 1
        text = text[:at] + chance.choice("abc ") + text[at:]
        times += cpu_times(answer, 1)
    return times


class _Server:
    """A server, spoken to one message after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._out, self._in = process.stdin, process.stdout
        self._number = 0
        self._version = 1

    def tell(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        while True:
            said = self._read()
            if said.get("id") == self._number and "method" not in said:
                return said["result"]

    def differs(self, uri: str, **more: Any) -> float:
        """Milliseconds until the answer is there."""
        start = time.perf_counter()
        found = self.ask("promptwell/diff", {"textDocument": {"uri": uri}, **more})
        assert found["hunks"]
        return (time.perf_counter() - start) * 1000

    def typed(self, uri: str, text: str, **more: Any) -> list[float]:
        """The waits after keystrokes, in bursts all over the text."""
        chance = random.Random(1)  # noqa: S311  # the same keys in each run
        last = text.count("\n")
        line = column = 0
        waits = []
        for key in range(_KEYS):
            if key % 20 == 0:
                line, column = chance.randrange(last), 0
            place = {"line": line, "character": column}
            self._version += 1
            document = {"uri": uri, "version": self._version}
            change = {"range": {"start": place, "end": place}, "text": chance.choice("abc ")}
            start = time.perf_counter()
            self.tell(
                "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
            )
            self.differs(uri, structure=False, **more)
            waits.append((time.perf_counter() - start) * 1000)
            column += 1
            time.sleep(_PAUSE)
        return waits

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        self._out.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._out.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while line := self._in.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        found: dict[str, Any] = json.loads(self._in.read(length))
        return found


@contextmanager
def _server(folder: Path) -> Iterator[_Server]:
    command = [sys.executable, "-m", "promptwell", "lsp"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield _Server(process)
        finally:
            process.kill()


if __name__ == "__main__":
    print(measure())
