"""What the worker's process may use, and the system calls that enforce it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Protocol, cast


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Bounds on the worker's process; seconds and bytes.

    `cpu` is processor time, which a busy machine does not use up; `wall` passes on any clock.
    `memory` comes on top of what Python itself takes. `start` bounds how long the worker may
    take to come up, and `wait` how long a request waits for others to finish.
    """

    cpu: float = 1.0
    wall: float = 1.5
    memory: int = 256 * 1024 * 1024
    start: float = 20.0
    wait: float = 30.0


class Guard(Protocol):
    """The limits of one operating system, called inside the worker."""

    def limit_memory(self, extra: int) -> None:
        """Allow this process so many bytes beyond what it has now."""

    def start_clock(self, seconds: float) -> None:
        """End this process when it has used so much processor time from now."""

    def stop_clock(self) -> None:
        """The work is done: no longer count."""


def guard() -> Guard:
    """The limits of this operating system."""
    if sys.platform == "win32":
        from promptwell.adapters.rendering import windows_limits

        return cast("Guard", windows_limits)
    from promptwell.adapters.rendering import posix_limits

    return cast("Guard", posix_limits)
