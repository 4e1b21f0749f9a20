"""The engine as it looks from a process that is not the engine."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from promptwell.adapters.engine.client import Call, call_engine
from promptwell.adapters.engine.holding import living_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import LOG_NAME, EngineRecord, read_record
from promptwell.adapters.engine.starting import crashes_with, forgive
from promptwell.bootstrap.asking import adapter
from promptwell.bootstrap.ending_engine import address_of, stop_engine
from promptwell.services.living_engine import EngineStatus


class OutsideEngine:
    """The engine of the store in a folder; `starting` starts it where it does not run."""

    def __init__(self, folder: str, starting: Callable[[], EngineRecord]) -> None:
        self._folder = folder
        self._starting = starting

    def status(self) -> EngineStatus:
        """What it is doing; by its own words where it runs."""
        held = self._holder()
        if isinstance(held, EngineRecord):
            return self._own_words(held)
        left = None if held else read_record(self._folder)
        return (
            self._crashed(left)
            if left
            else EngineStatus(running=False, store=self._folder, held_by=held)
        )

    def _crashed(self, left: EngineRecord) -> EngineStatus:
        """What is known of an engine that ended without taking its record away."""
        log = os.path.join(self._folder, LOG_NAME)
        heard = left.started
        with suppress(OSError):
            heard = max(heard, os.path.getmtime(log))
        return EngineStatus(
            running=False,
            store=self._folder,
            pid=left.pid,
            version=left.version,
            started=datetime.fromtimestamp(left.started, UTC),
            crashes=crashes_with(left),
            crashed=datetime.fromtimestamp(heard, UTC),
            log=log,
        )

    def start(self) -> EngineStatus:
        """Start it where it does not run."""
        if not isinstance(self._holder(), EngineRecord):
            forgive(self._folder)
        return self._own_words(self._starting())

    def stop(self) -> EngineStatus:
        """Let it end once it has finished what it is doing, and wait for that."""
        held = self._holder()
        if isinstance(held, EngineRecord):
            stop_engine(held, self._folder)
        return self.status()

    def _own_words(self, record: EngineRecord) -> EngineStatus:
        call = Call("engine.status", {}, "", reads=True)
        told: EngineStatus = adapter(EngineStatus).validate_python(
            call_engine(address_of(record), call).result
        )
        return told

    def _holder(self) -> EngineRecord | str:
        """The engine that has the store, else who has it; "" for nobody."""
        folder = self._folder
        if not os.path.isdir(folder):
            return ""
        lock = StoreLock(folder)
        if lock.take("promptwell engine"):
            lock.release()
            return ""
        record = living_engine(lock)
        if record is not None:
            return record
        holder = lock.holder()
        return f"{holder.what} (process {holder.pid})" if holder else "another process"


def ask_about_engine(root: str, engine: OutsideEngine, call: Call) -> Any:
    """Do one of the operations about the engine itself, without opening the store."""
    from promptwell.bootstrap.operations import NO_STORE, Operations, local_user
    from promptwell.bootstrap.prompt_files import workspace_prompts

    operations = Operations(NO_STORE, workspace_prompts, engine)
    return operations.run(call.name, call.asked, root=root, actor=local_user())
