"""How a workspace of thousands of prompts answers: while it is read for the first time, and after."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from many_files import write_workspace
from timing import p95

sys.path.append(str(Path(__file__).parents[1]))

from tests.entrypoints.lsp.raw_server import RawServer, whole  # found by the line above

COUNT = 5_000
_QUERIES = ("a", "cust", "money", "sum_bil", "transl", "tv12", "agent", "plan_sales", "zzz", "")
_READ = "files in "  # what the log says when all is read; open documents are not counted
_PATIENCE = 120.0
_CAPABILITIES = {
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    }
}


class Figures(NamedTuple):
    """Seconds of the index, milliseconds of answers (95 of 100 are quicker), megabytes."""

    first_index: float
    second_index: float
    completion_meanwhile: float
    symbols: float
    rename: float
    renamed: int
    memory: float | None


def measure() -> Figures:
    """The figures of one server after the other on a workspace that is made for them."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, cache = Path(folder) / "workspace", Path(folder) / "cache"
        workspace.mkdir()
        write_workspace(workspace, COUNT)
        with _server(workspace, cache) as server:
            first, completions = _while_reading(server, workspace)
            # The worker writes its cache before it leaves.
            until = time.monotonic() + 30
            while not list(cache.rglob("*.json")) and time.monotonic() < until:
                time.sleep(0.1)
        with _server(workspace, cache) as server:
            second = _seconds(lambda: server.logged(_READ))
            memory = server.megabytes()
            symbols = [
                _seconds(lambda query=query: server.request("workspace/symbol", {"query": query}))  # type: ignore[misc]
                for query in _QUERIES * 5
            ]
            rename, renamed = _rename(server, workspace)
    return Figures(
        first, second, p95(completions) * 1000, p95(symbols) * 1000, rename * 1000, renamed, memory
    )


@contextmanager
def _server(workspace: Path, cache: Path) -> Iterator[RawServer]:
    before = {name: os.environ.get(name) for name in ("XDG_CACHE_HOME", "LOCALAPPDATA")}
    os.environ.update(dict.fromkeys(before, str(cache)))
    try:
        with RawServer("--log-level", "info", cwd=workspace) as server:
            server.initialize(workspace, capabilities=_CAPABILITIES)
            yield server
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _while_reading(server: RawServer, workspace: Path) -> tuple[float, list[float]]:
    """Seconds until all is read, and those of each completion after an edit meanwhile."""
    begun = time.monotonic()
    path = next((workspace / "billing").rglob("*.prompty"))
    text = path.read_text(encoding="utf-8") + "{{ ag"
    uri, last = path.as_uri(), text.count("\n")
    server.open(uri, text)
    server.diagnostics(uri, 1)
    times = []
    version = 1
    while not any(_READ in line for line in server.log):
        assert time.monotonic() - begun < _PATIENCE, f"the index does not end: {server.log[-3:]}"
        version += 1

        def typed(version: int = version) -> None:
            server.change(uri, version, whole(text + "e" * (version % 3)))
            server.request("textDocument/completion", server.at(uri, last, 5 + version % 3))

        times.append(_seconds(typed))
        time.sleep(0.05)
    return time.monotonic() - begun, times


def _rename(server: RawServer, workspace: Path) -> tuple[float, int]:
    """Seconds to rename a macro that every tenth file imports and calls, and how many places."""
    path = workspace / "shared/macros.j2"
    server.open(path.as_uri(), path.read_text(encoding="utf-8"), language="jinja")
    server.diagnostics(path.as_uri(), 1)
    asked = {**server.at(path.as_uri(), 0, 10), "newName": "price"}
    answers: list[Any] = []
    times = [
        _seconds(lambda: answers.append(server.request("textDocument/rename", asked)))
        for _ in range(5)
    ]
    changes = answers[0]["result"]["documentChanges"]
    return median(times), sum(len(each["edits"]) for each in changes)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
