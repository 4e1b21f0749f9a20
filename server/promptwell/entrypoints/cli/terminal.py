"""What the commands have in common when they write to a terminal."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def say(message: str) -> None:
    """Tell the user something that is not the result: on standard error, so that pipes stay clean."""
    print(message, file=sys.stderr)


def wants_color(stream: TextIO) -> bool:
    """Whether to color what is written to a stream: only for a person who did not refuse it.

    `NO_COLOR` refuses, `FORCE_COLOR` insists, as their conventions say; else a terminal gets color.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def prepare_streams() -> None:
    """Let every text be written: what a terminal's encoding lacks appears as an escape, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
