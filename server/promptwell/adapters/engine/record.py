"""The engine's record: where it listens and the token that calls need, readable by its user alone."""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass

from promptwell.errors import StoreError

NAME = "engine.json"
LOG_NAME = "engine.log"

_TRIES = 20
_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class EngineRecord:
    """What an engine writes down once it listens, and takes away when it leaves.

    `started` is in seconds since 1970. `crashes` counts the engines before it that ended without
    taking their record away, each soon after it had been started. `team` is for a team's server,
    which somebody started and which nobody else replaces.
    """

    pid: int
    port: int
    token: str
    version: str
    started: float
    crashes: int = 0
    team: bool = False


def read_record(folder: str) -> EngineRecord | None:
    """The record in a store's folder; None where there is none that can be read."""
    try:
        with open(os.path.join(folder, NAME), encoding="utf-8") as stream:
            told = json.load(stream)
        return EngineRecord(
            int(told["pid"]),
            int(told["port"]),
            str(told["token"]),
            str(told["version"]),
            float(told["started"]),
            int(told["crashes"]),
            bool(told.get("team", False)),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_record(folder: str, record: EngineRecord) -> None:
    """Write the record in one step.

    Raises:
        StoreError: the folder can't be written to.
    """
    temporary = ""
    try:
        # `mkstemp` makes files that only this user can read.
        descriptor, temporary = tempfile.mkstemp(prefix=f".{NAME}.", dir=folder)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(asdict(record), stream)
        _put(temporary, os.path.join(folder, NAME))
    except OSError as error:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"{folder}: the engine can't write its record there: {reason}; make room or allow it"
        ) from error


def _put(temporary: str, path: str) -> None:
    for _ in range(_TRIES):
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            # On Windows a file that somebody reads at that moment can't be replaced.
            time.sleep(_LOOK_SECONDS)
    os.replace(temporary, path)


def is_in_order(folder: str, record: EngineRecord) -> bool:
    """Whether the record is there as it was written, and nobody else can read it."""
    try:
        mode = os.stat(os.path.join(folder, NAME)).st_mode
    except OSError:
        return False
    # Windows knows no such modes: there the folder of the user is what protects it.
    is_private = os.name == "nt" or not mode & 0o077
    return is_private and read_record(folder) == record


def remove_record(folder: str) -> None:
    """Take the record away."""
    with suppress(OSError):
        os.unlink(os.path.join(folder, NAME))
