"""Who has a store: this process, an engine that can be called, or another process to wait for."""

from __future__ import annotations

import time
from collections.abc import Callable

from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import EngineRecord, read_record
from promptwell.errors import StoreError

_WAIT_SECONDS = 60.0
_LOOK_SECONDS = 0.02


def lock_or_engine(
    folder: str,
    what: str,
    *,
    patience: float = _WAIT_SECONDS,
    waiting: Callable[[str], None] = lambda _: None,
) -> StoreLock | EngineRecord:
    """The lock on a store, taken, or the record of the engine that has it.

    Another process that works on the store is waited for; `waiting` is told which, once.

    Raises:
        StoreError: it did not let go in time.
    """
    end = time.monotonic() + patience
    lock = StoreLock(folder)
    told = False
    while True:
        if lock.take(what):
            return lock
        record = living_engine(lock)
        if record is not None:
            return record
        if time.monotonic() > end:
            raise StoreError(
                f"{folder}: {_named(lock)} has been working on this store for {patience:.0f} seconds; "
                "try again when it is done"
            )
        if not told and time.monotonic() > end - patience + 1:
            told = True
            waiting(f"waiting for {_named(lock)}, which works on the same store")
        time.sleep(_LOOK_SECONDS)


def living_engine(lock: StoreLock) -> EngineRecord | None:
    """The engine that holds a lock that could not be taken, once it listens.

    A record that an engine left behind tells nothing: its port may be another program's by now.
    """
    record = read_record(lock.folder)
    holder = lock.holder()
    return record if record and holder and record.pid == holder.pid else None


def _named(lock: StoreLock) -> str:
    holder = lock.holder()
    return f"`{holder.what}` (process {holder.pid})" if holder else "another process"
