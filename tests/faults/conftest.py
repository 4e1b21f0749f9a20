"""Workspaces whose engine is killed, or worked on by many processes at once.

These tests take minutes: `make test-faults`. `BURSTS` and `BUSY_SECONDS` say how long.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.calling import Caller, root_of


@pytest.fixture
def caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    """A way in that stays; its engine is ended with the test."""
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "promptwell.toml").write_text("")
    opened = Caller(root_of(str(workspace)), "a test", starts=True)
    yield opened
    kill_engine(opened)


def kill_engine(caller: Caller) -> None:
    """Kill the engine, if there is one, and wait until the system has let go of its lock."""
    record = read_record(caller.folder)
    if record is None:
        return
    lock = StoreLock(caller.folder)
    if not lock.take("a test"):
        os.kill(record.pid, signal.SIGKILL)
        end = time.monotonic() + 30
        while not lock.take("a test"):
            assert time.monotonic() < end
            time.sleep(0.005)
    lock.release()
