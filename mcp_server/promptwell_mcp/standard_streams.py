"""Standard input and output as the protocol's wire, kept from everything else in the process."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TextIO


def take_wire() -> tuple[TextIO, TextIO]:
    """The streams on which the protocol is spoken.

    From then on whatever writes to standard output, also a library at its import or a process that
    is started, writes to standard error, and whatever reads standard input finds its end.
    """
    sys.stdout.flush()
    wire_in, wire_out = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return (
        TextIOWrapper(os.fdopen(wire_in, "rb"), encoding="utf-8", errors="replace"),
        TextIOWrapper(os.fdopen(wire_out, "wb"), encoding="utf-8", newline="\n"),
    )
