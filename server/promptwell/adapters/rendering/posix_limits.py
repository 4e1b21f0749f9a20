"""Limits on Linux and macOS. The sibling of `windows_limits`.

macOS accepts a limit on memory and does not enforce it; there the counted limits of the
renderer and the time hold a template back.
"""

from __future__ import annotations

import math
import resource
import signal
from contextlib import suppress


def limit_memory(extra: int) -> None:
    """Allow this process so many bytes of address space beyond what it has now."""
    size = _address_space() + extra
    # A lower limit of the system's own is not raised, and some systems refuse any.
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or size < hard:
            resource.setrlimit(resource.RLIMIT_AS, (size, hard))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start_clock(seconds: float) -> None:
    """End this process when it has used so much processor time from now."""
    # The timer's signal ends the process even inside one long C call; it counts fractions
    # of a second, which the resource limit, kept as a second net, does not.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = math.ceil(used + seconds) + 1
        if hard == resource.RLIM_INFINITY or soft <= hard:
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def stop_clock() -> None:
    """The work is done: no longer count."""
    signal.setitimer(signal.ITIMER_PROF, 0)


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        # Not Linux; Python with Jinja takes well under this.
        return 256 * 1024 * 1024
