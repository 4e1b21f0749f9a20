"""Where the engine of this machine listens, and how it is asked to end."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from promptwell.adapters.engine.client import Address, Call, Unreachable, call_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import EngineRecord, read_record
from promptwell.errors import EngineError

_STOP_SECONDS = 20.0


def address_of(record: EngineRecord) -> Address:
    """Where the engine of this machine listens."""
    return Address("127.0.0.1", record.port, record.token)


def stop_engine(record: EngineRecord, folder: str) -> None:
    """Ask an engine to end, and wait until it is gone.

    Raises:
        EngineError: it does not end in time.
    """
    with suppress(Unreachable):  # it was on its way out
        call_engine(address_of(record), Call("engine.stop", {}, ""))
    end = time.monotonic() + _STOP_SECONDS
    while read_record(folder) == record or not _is_let_go(StoreLock(folder), record.pid):
        if time.monotonic() > end:
            raise EngineError(
                f"the engine (process {record.pid}) does not end within {_STOP_SECONDS:.0f} seconds; "
                "it is still busy, see: promptwell engine status"
            )
        time.sleep(0.02)


def _is_let_go(lock: StoreLock, by: int) -> bool:
    """Whether a process has no lock any more: it takes its record away a moment before."""
    if not os.path.isdir(lock.folder):
        return True
    if lock.take("promptwell engine"):
        lock.release()
        return True
    holder = lock.holder()
    return holder is not None and holder.pid != by
