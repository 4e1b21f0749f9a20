"""A client of a language server that runs as a process of its own, over its standard streams."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from promptwell.errors import PromptwellError

CAPABILITIES: Mapping[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {
            "relatedInformation": True,
            "versionSupport": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
        },
        "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "rename": {"prepareSupport": True},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {
                "codeActionKind": {"valueSet": ["", "quickfix", "refactor", "source"]}
            },
            "dataSupport": True,
            "disabledSupport": True,
            "isPreferredSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "workspaceFolders": True,
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create", "rename"],
            "changeAnnotationSupport": {"groupsOnLabel": True},
        },
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
    "experimental": {"commands": {"commands": ["promptwell.showReferences"]}},
}


_REQUEST_FAILED = -32803


class ServerError(PromptwellError):
    """The language server ended, stayed silent for too long, or could not do what was asked."""


class RefusedError(ServerError):
    """The server answered that it will not do what was asked; the message is its reason."""


class LanguageClient:
    """One language server, started by a command and asked by method names.

    Every wait is bounded by `patience` seconds. `answered` counts the requests that got an answer
    and `seconds` is the time spent waiting for them.
    """

    def __init__(self, command: Sequence[str], root: Path, *, patience: float = 30.0) -> None:
        self.answered = 0
        self.seconds = 0.0
        self._patience = patience
        self._root = root
        self._last_id = 0
        self._responses: dict[int, dict[str, Any]] = {}
        self._published: dict[str, dict[str, Any]] = {}
        self._ended = False
        self._news = threading.Condition()
        self._writing = threading.Lock()
        try:
            self._process = subprocess.Popen(  # noqa: S603  # the caller's own command
                list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        except OSError as error:
            raise ServerError(f"could not start `{' '.join(command)}`: {error}") from None
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._to_server: IO[bytes] = self._process.stdin
        self._from_server: IO[bytes] = self._process.stdout
        self._log: IO[bytes] = self._process.stderr
        self._last_words: deque[str] = deque(maxlen=20)
        self._readers = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_log, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def initialize(self, settings: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Greet the server with the root folder; returns what it says of itself."""
        folder = {"uri": self._root.as_uri(), "name": self._root.name or "workspace"}
        result: dict[str, Any] = self.request(
            "initialize",
            {
                "processId": None,
                "clientInfo": {"name": "promptwell demo"},
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": CAPABILITIES,
                "initializationOptions": dict(settings or {}),
            },
        )
        self.notify("initialized", {})
        return result

    def request(self, method: str, params: Any) -> Any:
        """Ask, wait and return the result.

        Raises:
            RefusedError: the server has a reason not to.
            ServerError: there is no answer, or it is an error.
        """
        with self._news:
            self._last_id += 1
            number = self._last_id
        started = time.perf_counter()
        self._send({"id": number, "method": method, "params": params})
        response = self._wait(lambda: self._responses.pop(number, None), f"`{method}`")
        self.seconds += time.perf_counter() - started
        self.answered += 1
        if "error" in response:
            problem = response["error"]
            kind = RefusedError if problem.get("code") == _REQUEST_FAILED else ServerError
            raise kind(str(problem.get("message", "no reason given")))
        return response.get("result")

    def notify(self, method: str, params: Any) -> None:
        """Tell the server something that it does not answer."""
        self._send({"method": method, "params": params})

    def diagnostics(self, uri: str, version: int) -> list[dict[str, Any]]:
        """What the server reports for a version of a document, once it has."""

        def published() -> dict[str, Any] | None:
            latest = self._published.get(uri)
            return latest if latest and latest.get("version", version) >= version else None

        started = time.perf_counter()
        latest = self._wait(published, f"diagnostics of {uri}")
        self.seconds += time.perf_counter() - started
        return list(latest["diagnostics"])

    def forget_diagnostics(self, uri: str) -> None:
        """Wait for news of a document, even of a version that was reported on before."""
        with self._news:
            self._published.pop(uri, None)

    def close(self) -> None:
        """End the server: politely first, then by force."""
        with suppress(ServerError):
            if self._process.poll() is None:
                self.request("shutdown", None)
                self.notify("exit", None)
        with suppress(OSError):  # what was not sent yet has no reader any more
            self._to_server.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=5)
        for reader in self._readers:
            reader.join(timeout=5)
        self._from_server.close()
        self._log.close()

    def _wait(self, look: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + self._patience
        with self._news:
            while True:
                found = look()
                if found is not None:
                    return found
                left = deadline - time.monotonic()
                if self._ended:
                    raise ServerError(f"the language server ended before {what}.{self._words()}")
                if left <= 0:
                    raise ServerError(
                        f"the language server gave no answer to {what} within "
                        f"{self._patience:.0f} seconds.{self._words()}"
                    )
                self._news.wait(left)

    def _words(self) -> str:
        return f" It said: {self._last_words[-1]}" if self._last_words else ""

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            with self._writing:
                self._to_server.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                self._to_server.flush()
        except OSError:
            raise ServerError(f"the language server ended.{self._words()}") from None

    def _read(self) -> None:
        try:
            while (message := _next_message(self._from_server)) is not None:
                self._take(message)
        except (OSError, ValueError, ServerError):
            pass  # The stream was closed or is no protocol; the end below says so.
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _read_log(self) -> None:
        for line in self._log:
            if words := line.decode("utf-8", "replace").strip():
                self._last_words.append(words)

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message and "id" in message:
            self._send({"id": message["id"], "result": _reply(message)})
            return
        with self._news:
            if "id" in message:
                self._responses[message["id"]] = message
            elif message.get("method") == "textDocument/publishDiagnostics":
                self._published[message["params"]["uri"]] = message["params"]
            self._news.notify_all()


def _next_message(stream: IO[bytes]) -> dict[str, Any] | None:
    length = 0
    while line := stream.readline():
        name, _, value = line.decode("ascii", "replace").partition(":")
        if name.lower() == "content-length":
            length = int(value)
        elif not line.strip():
            body = stream.read(length)
            return json.loads(body) if len(body) == length else None
    return None


def _reply(message: Mapping[str, Any]) -> Any:
    """The answer of an editor without settings of its own to what a server asks it."""
    if message["method"] == "workspace/configuration":
        return [None] * len(message["params"]["items"])
    if message["method"] == "workspace/applyEdit":
        return {"applied": True}
    return None
