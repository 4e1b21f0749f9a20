"""The engine's log: beside its store, and never longer than a few files."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress

from promptwell.adapters.engine.record import LOG_NAME
from promptwell.adapters.json_log import JsonFormatter
from promptwell.adapters.shared_log import SharedLog

_LONGEST = 1024 * 1024
_KEPT = 3


def start_engine_log(folder: str, *, aloud: bool = False) -> None:
    """Log to the engine's file what is worth it; what it prints goes there as well.

    With `aloud`, for a server that somebody started, what it prints stays where it went, and warnings are
    printed besides.
    """
    # On Windows a file that is also open as the output of a process can't be renamed, so never put aside.
    can_share = sys.platform != "win32"
    handler = SharedLog(
        os.path.join(folder, LOG_NAME),
        longest=_LONGEST,
        kept=_KEPT,
        with_output=can_share and not aloud,
    )
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    if aloud:
        printed = logging.StreamHandler()
        printed.setLevel(logging.WARNING)
        printed.setFormatter(JsonFormatter())
        root.addHandler(printed)
    elif not can_share:
        let_go_of_output()
    with suppress(OSError):  # an older Promptwell, or its output, made it as others may read it
        os.chmod(os.path.join(folder, LOG_NAME), 0o600)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    own = logging.getLogger("promptwell")
    if not own.handlers:  # the command line did not say of which level, and where
        own.setLevel(logging.INFO)


def tidy_log() -> None:
    """Put the log aside where it became too long by what is printed."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, SharedLog):
            handler.tidy()


def let_go_of_output() -> None:
    """Let what the process prints go nowhere from now on, and close the file that it went to."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
