"""The engine as it looks from a process that is not the engine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from promptwell.adapters.engine.client import Call, call_engine
from promptwell.adapters.engine.holding import living_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import EngineRecord
from promptwell.adapters.engine.starting import forgive
from promptwell.bootstrap.asking import adapter
from promptwell.services.engine import EngineStatus

if TYPE_CHECKING:
    from promptwell.bootstrap.calling import Caller


class OutsideEngine:
    """The engine of a caller's store."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def status(self) -> EngineStatus:
        """What it is doing; by its own words where it runs."""
        held = self._holder()
        if isinstance(held, EngineRecord):
            return self._own_words(held)
        return EngineStatus(running=False, store=self._caller.folder, held_by=held)

    def start(self) -> EngineStatus:
        """Start it where it does not run."""
        if not isinstance(self._holder(), EngineRecord):
            forgive(self._caller.folder)
        return self._own_words(self._caller.started())

    def stop(self) -> EngineStatus:
        """Let it end once it has finished what it is doing, and wait for that."""
        from promptwell.bootstrap.calling import stop_engine

        held = self._holder()
        if isinstance(held, EngineRecord):
            stop_engine(held, self._caller.folder)
        return self.status()

    def _own_words(self, record: EngineRecord) -> EngineStatus:
        from promptwell.bootstrap.calling import address_of

        call = Call("engine.status", {}, "", reads=True)
        told: EngineStatus = adapter(EngineStatus).validate_python(
            call_engine(address_of(record), call)
        )
        return told

    def _holder(self) -> EngineRecord | str:
        """The engine that has the store, else who has it; "" for nobody."""
        folder = self._caller.folder
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


def ask_about_engine(caller: Caller, call: Call) -> Any:
    """Do one of the operations about the engine itself, without opening the store."""
    from promptwell.bootstrap.operations import NO_STORE, Operations, local_user
    from promptwell.bootstrap.prompt_files import workspace_prompts

    operations = Operations(NO_STORE, workspace_prompts, OutsideEngine(caller))
    return operations.run(call.name, call.asked, root=caller.root, actor=local_user())
