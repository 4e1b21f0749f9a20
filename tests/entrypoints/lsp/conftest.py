"""Servers for the tests of the language server."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import RawServer

from promptwell.adapters.engine.record import read_record
from promptwell.adapters.other_processes import is_running
from promptwell.bootstrap.stores import place_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace of its own, so that no settings above the test's folder count."""
    (tmp_path / "promptwell.toml").write_text("")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[RawServer]:
    """A server that was greeted with the folder and counts in UTF-16."""
    with RawServer(cwd=folder) as started:
        started.initialize(folder)
        yield started


@pytest.fixture
def editor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    """An editor whose operations an engine may do; the engine ends with it."""
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / f".{name.lower()}"))
    showing = {"window": {"showDocument": {"support": True}}}
    with RawServer("--log-level", "info", cwd=folder) as started:
        started.initialize(folder, capabilities=showing)
        yield started
    left = read_record(place_of(str(folder)).folder)
    if left is not None:
        os.kill(left.pid, signal.SIGTERM)
        end = time.monotonic() + 30
        while is_running(left.pid):
            assert time.monotonic() < end
            time.sleep(0.05)
