"""Which threads the operating system lets run first."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_STEPS = 10


def step_back() -> None:
    """Let every other thread go before this one, and before those that it starts; on Linux alone."""
    if sys.platform == "linux":  # elsewhere it would slow down the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEPS)
