"""What is told where a call got no answer: what happened, whether it may have been done, and the way out."""

from __future__ import annotations

import os
import time
from typing import Literal

from promptwell.adapters.engine.client import Address, Unreachable
from promptwell.adapters.engine.holding import living_engine
from promptwell.adapters.engine.lock import StoreLock
from promptwell.adapters.engine.record import LOG_NAME, EngineRecord, read_record
from promptwell.errors import EngineError
from promptwell.services.operations import Operation

Fate = Literal["crashed", "stopped", "living"]

# One that is told to end hangs up a moment before it is gone.
_PATIENCE = 2.0
_LOOK_SECONDS = 0.02

_HISTORY = "promptwell history PROMPT"
_LOOKS = {
    "prompt": "promptwell prompt list",
    "project": "promptwell project list",
    "token": "promptwell token list",
    **dict.fromkeys(("branch", "label", "merge", "rollback", "switch", "version"), _HISTORY),
}


def fate_of(record: EngineRecord, folder: str) -> Fate:
    """What became of an engine that did not answer."""
    lock = StoreLock(folder)
    end = time.monotonic() + _PATIENCE
    while os.path.isdir(folder):
        if lock.take("promptwell"):
            left = read_record(folder)
            lock.release()
            return "crashed" if left and left.pid == record.pid else "stopped"
        other = living_engine(lock)
        if other is not None and other.pid != record.pid:
            return "crashed" if other.crashes else "stopped"
        if time.monotonic() > end:
            return "living"
        time.sleep(_LOOK_SECONDS)
    return "stopped"


def of_engine(
    error: Unreachable, operation: Operation, record: EngineRecord, fate: Fate, folder: str
) -> EngineError:
    """What is told of an engine of this machine."""
    engine = f"the engine (process {record.pid})"
    if fate == "living":
        told = f"{engine} runs and did not answer: {error}. See: promptwell engine status"
    else:
        was = "crashed" if fate == "crashed" else "was stopped"
        told = f"{engine} {was} before it answered"
    told = f"{told}. {_what_to_do(error, operation)}"
    if fate == "crashed":
        told += f". Why it crashed may stand in {os.path.join(folder, LOG_NAME)}"
    return EngineError(told)


def of_server(error: Unreachable, operation: Operation, server: Address) -> Unreachable:
    """What is told of a team's server."""
    if not error.sent:
        told = (
            f"{error}. Nothing was done: see whether the server runs, and whether the setting `server.url` "
            "names it rightly"
        )
        return Unreachable(told, sent=False)
    told = (
        f"{error}: {server.shown} was stopped or crashed, or something between gave up. "
        f"{_what_to_do(error, operation)}. The setting `server.url` says to call it"
    )
    return Unreachable(told, sent=True)


def _what_to_do(error: Unreachable, operation: Operation) -> str:
    if not error.sent:
        return "Nothing was done; try again"
    if operation.reads or operation.repeatable:
        return "Nothing is lost by asking again"
    name = operation.name.replace(".", " ")
    look = _LOOKS.get(operation.name.partition(".")[0])
    where = f"look with `{look}`" if look else "look whether it was"
    return f"`{name}` was done whole or not at all: {where}, and do it again if it was not"
