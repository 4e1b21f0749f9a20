"""Starting an engine: a process of its own that outlives the one that starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from promptwell.adapters.engine.holding import living_engine, lock_or_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import (
    LOG_NAME,
    EngineRecord,
    read_record,
    remove_record,
    write_record,
)
from promptwell.errors import EngineError

_START_SECONDS = 30.0
_LOOK_SECONDS = 0.02
_SOON = 600.0
_TOLERATED_CRASHES = 1


def started_engine(folder: str, command: Sequence[str], what: str) -> EngineRecord:
    """The engine of a store, started where none lives; where several start one, one wins.

    Args:
        folder: the store's folder.
        command: what starts an engine.
        what: what this process does, for others who wait for it.

    Raises:
        EngineError: it does not come up, or crashes each time.
        StoreError: another process does not let go of the store.
    """
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        held = lock_or_engine(folder, what)
        if isinstance(held, EngineRecord):
            return held
        try:
            left = read_record(folder)
            refuse_crashed(folder)
        finally:
            held.release()
        record = _come_up(folder, _detached(command, folder), left, end)
        if record is not None:
            return record
    raise EngineError(
        f"the engine did not come up within {_START_SECONDS:.0f} seconds; "
        f"its log is {os.path.join(folder, LOG_NAME)}"
    )


def _come_up(
    folder: str, process: subprocess.Popen[bytes], left: EngineRecord | None, end: float
) -> EngineRecord | None:
    """The record of an engine that has come up; None where the process left it to another one."""
    lock = StoreLock(folder)
    while time.monotonic() < end:
        record = living_engine(lock)
        if record is not None and record != left:
            return record
        code = process.poll()
        if code == 0:
            return None
        if code is not None:
            raise EngineError(
                f"the engine did not start: {_last_words(folder)}; "
                f"its log is {os.path.join(folder, LOG_NAME)}"
            )
        time.sleep(_LOOK_SECONDS)
    return None


def refuse_crashed(folder: str) -> None:
    """Refuse to start again what crashes each time. No engine may live.

    Raises:
        EngineError: it crashed, was started again, and crashed again.
    """
    left = read_record(folder)
    if left is not None and crashes_with(left) > _TOLERATED_CRASHES:
        raise EngineError(
            f"the engine crashed {crashes_with(left)} times in a row, last: {_last_words(folder)}; "
            f"its log is {os.path.join(folder, LOG_NAME)}. "
            "Try again with: promptwell engine start"
        )


def crashes_with(left: EngineRecord | None) -> int:
    """How many engines crashed in a row, with the one that left this record."""
    if left is None:
        return 0
    return left.crashes + 1 if time.time() - left.started < _SOON else 1


def forgive(folder: str) -> None:
    """Forget the crashes of a record that was left. No engine may live."""
    left = read_record(folder)
    if left is not None:
        remove_record(folder)


def note_crashes(folder: str, record: EngineRecord) -> EngineRecord:
    """Write the record of an engine that begins, with the crashes before it; the record as written."""
    noted = replace(record, crashes=crashes_with(read_record(folder)))
    write_record(folder, noted)
    return noted


def _detached(command: Sequence[str], folder: str) -> subprocess.Popen[bytes]:
    windows = sys.platform == "win32"
    flags = 0
    if windows:
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP  # type: ignore[attr-defined, unused-ignore]  # Windows alone
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        log = os.open(os.path.join(folder, LOG_NAME), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # It stays when the folder that it was started in goes.
                cwd=folder,
                start_new_session=not windows,
                creationflags=flags,
            )
        finally:
            os.close(log)
        # Whoever stays longer than the engine has to take note of its end.
        threading.Thread(target=process.wait, name="engine-end", daemon=True).start()
        return process
    except OSError as error:
        raise EngineError(f"the engine can't be started: {error}") from error


def _last_words(folder: str) -> str:
    """The last message of the log."""
    lines: list[str] = []
    with suppress(OSError), open(os.path.join(folder, LOG_NAME), "rb") as stream:
        stream.seek(max(0, os.path.getsize(stream.fileno()) - 8192))
        lines = stream.read().decode("utf-8", "replace").strip().splitlines()
    for line in reversed(lines):
        try:
            return str(json.loads(line)["message"])
        except (ValueError, KeyError, TypeError):
            return line.strip()[:300]
    return "nothing is known of why"
