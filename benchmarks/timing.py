"""Times of functions and of whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles


def cpu_times(work: Callable[[], object], repeats: int) -> list[float]:
    """Milliseconds of CPU of each run of a function."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return times


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 runs stay below."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def wall_time(command: Sequence[str], repeats: int = 5, **environment: str) -> float:
    """The median of seconds that a process takes from start to end; its answer is thrown away."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
            check=False,
        )
        times.append(time.perf_counter() - start)
    return median(times)


def promptwell(*arguments: str) -> list[str]:
    """The command that runs `promptwell`, without the few milliseconds of an installed script."""
    return [sys.executable, "-m", "promptwell", *arguments]
