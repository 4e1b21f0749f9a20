"""The engine's log: beside its store, and never longer than a few files."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from promptwell.adapters.engine.record import LOG_NAME
from promptwell.adapters.json_log import JsonFormatter

_LONGEST = 1024 * 1024
_KEPT = 3


def start_engine_log(folder: str) -> None:
    """Log to the engine's file what is worth it; what it prints goes there as well."""
    handler = RotatingFileHandler(
        os.path.join(folder, LOG_NAME), maxBytes=_LONGEST, backupCount=_KEPT, encoding="utf-8"
    )
    handler.setFormatter(JsonFormatter())
    if sys.platform == "win32":
        # There a file that is also open as the output of a process can't be renamed, so never rotated.
        let_go_of_output()
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("promptwell").setLevel(logging.INFO)


def let_go_of_output() -> None:
    """Let what the process prints go nowhere from now on, and close the file that it went to."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
