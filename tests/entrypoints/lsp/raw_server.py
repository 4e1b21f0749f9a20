"""A `promptwell lsp` process, spoken to in bytes: everything it says is kept, every wait is bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 30.0
Message = dict[str, Any]


class RawServer:
    """One server. `said` are all messages it sent, in order.

    What it asks is answered with `answers` by the method, a value or a function of the parameters,
    unless it is `silent`.
    """

    def __init__(
        self,
        *arguments: str,
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = ("-m", "promptwell", "lsp"),
    ) -> None:
        self.said: list[Message] = []
        self.log: list[str] = []
        self.answers: dict[str, Any] = {}
        self.silent = False
        self._news = threading.Condition()
        self._last = 0
        self._process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._threads = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_log, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def process_id(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    def megabytes(self) -> float | None:
        """The memory that the process holds, where the system tells."""
        status = Path(f"/proc/{self.process_id}/status")
        if not status.exists():
            return None
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def initialize(self, *folders: Path, encodings: tuple[str, ...] = (), **more: Any) -> Message:
        """Greet; the server's answer."""
        capabilities: Message = {
            "workspace": {"workspaceEdit": {"documentChanges": True}},
            "textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}},
        }
        if encodings:
            capabilities["general"] = {"positionEncodings": list(encodings)}
        asked: Message = {
            "processId": None,
            "rootUri": None,
            "capabilities": {**capabilities, **more.pop("capabilities", {})},
            "workspaceFolders": [{"uri": each.as_uri(), "name": each.name} for each in folders],
            **more,
        }
        answer = self.request("initialize", asked)
        self.notify("initialized", {})
        result: Message = answer["result"]
        return result

    def request(self, method: str, params: Any) -> Message:
        """Ask and wait for the whole answer."""
        return self.answer(self.ask(method, params))

    def ask(self, method: str, params: Any) -> int:
        """Ask and do not wait; the question's number."""
        self._last += 1
        message = {"jsonrpc": "2.0", "id": self._last, "method": method, "params": params}
        self.send(json.dumps(message).encode())
        return self._last

    def answer(self, number: int | str | None) -> Message:
        """The answer to a question."""
        return self.wait(
            lambda said: "method" not in said and said.get("id", "none") == number,
            f"the answer to {number}",
        )

    def notify(self, method: str, params: Any) -> None:
        """Tell."""
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def send(self, body: bytes, header: bytes | None = None) -> None:
        """Send bytes as one message, or with a header of one's own."""
        head = b"Content-Length: %d\r\n\r\n" % len(body) if header is None else header
        assert self._process.stdin
        self._process.stdin.write(head + body)
        self._process.stdin.flush()

    def wait(self, fits: Callable[[Message], bool], what: str, after: int = 0) -> Message:
        """The first message that fits, among those after a number of messages."""
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while True:
                for said in self.said[after:]:
                    if fits(said):
                        return said
                left = deadline - time.monotonic()
                assert left > 0, f"no sign of {what}; log: {self.log[-5:]}"
                assert self._process.poll() is None, (
                    f"the server ended before {what}: {self.log[-5:]}"
                )
                self._news.wait(min(left, 1.0))

    def open(self, uri: str, text: str, version: int = 1, language: str = "prompty") -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: Message) -> None:
        """Send changes of a document."""
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": list(changes)}
        self.notify("textDocument/didChange", params)

    def diagnostics(
        self,
        uri: str,
        version: int | None = None,
        after: int = 0,
        fits: Callable[[list[Message]], bool] = lambda _: True,
    ) -> list[Message]:
        """What is published for a version of a document, once it fits.

        One text may be published several times, such as again after a change of its partial.
        """
        said = self.wait(
            lambda said: (
                said.get("method") == "textDocument/publishDiagnostics"
                and said["params"]["uri"] == uri
                and (version is None or said["params"].get("version") == version)
                and fits(said["params"]["diagnostics"])
            ),
            f"diagnostics of {uri} {version} as they should be",
            after,
        )
        found: list[Message] = said["params"]["diagnostics"]
        return found

    def told(self, uri: str, code: str, *, present: bool = True, after: int = 0) -> None:
        """Wait until a document is published with a finding of a rule, or without one."""
        self.diagnostics(
            uri, None, after, lambda found: present == any(each["code"] == code for each in found)
        )

    def cleared(self, uri: str, after: int = 0) -> None:
        """Wait until a document is published without findings."""
        self.diagnostics(uri, None, after, lambda found: found == [])

    def logged(self, text: str) -> None:
        """Wait until the log says something."""
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while not any(text in line for line in self.log):
                left = deadline - time.monotonic()
                assert left > 0, f"the log does not say {text!r}: {self.log[-5:]}"
                self._news.wait(min(left, 1.0))

    def publishes(self, uri: str) -> list[int | None]:
        """The versions for which diagnostics of a document were published."""
        return [
            said["params"].get("version")
            for said in self.said
            if said.get("method") == "textDocument/publishDiagnostics"
            and said["params"]["uri"] == uri
        ]

    def at(self, uri: str, line: int, character: int) -> Message:
        """The parameters of a question about a place."""
        return {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character},
        }

    def ended(self) -> int:
        """The exit code, once the process has ended."""
        return self._process.wait(PATIENCE)

    def hang_up(self) -> None:
        """Close the server's input."""
        assert self._process.stdin
        self._process.stdin.close()

    def close(self) -> None:
        """End the process and its readers."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream
        length = 0
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif not line.strip() and length:
                message = json.loads(stream.read(length))
                with self._news:
                    self.said.append(message)
                    self._news.notify_all()
                if "method" in message and "id" in message and not self.silent:
                    result = self.answers.get(message["method"])
                    result = result(message["params"]) if callable(result) else result
                    answer = {"jsonrpc": "2.0", "id": message["id"], "result": result}
                    self.send(json.dumps(answer).encode())

    def _read_log(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            with self._news:
                self.log.append(line.decode("utf-8", "replace"))
                self._news.notify_all()


def whole(text: str) -> Message:
    """A change of the whole text."""
    return {"text": text}


def part(start: tuple[int, int], end: tuple[int, int], text: str) -> Message:
    """A change of a range."""
    return {
        "range": {
            "start": {"line": start[0], "character": start[1]},
            "end": {"line": end[0], "character": end[1]},
        },
        "text": text,
    }
