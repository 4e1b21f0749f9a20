"""What an engine is doing: its calls, counted, so that it knows when nobody needs it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Activity:
    """The calls of an engine; every thread may count."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = time.monotonic()
        self.calls = 0
        self.running = 0

    @contextmanager
    def call(self) -> Iterator[None]:
        """Count a call, and that it is being done."""
        with self._lock:
            self.calls += 1
        with self.busy():
            yield

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count that something is being done."""
        with self._lock:
            self.running += 1
        try:
            yield
        finally:
            with self._lock:
                self.running -= 1
                self._last = time.monotonic()

    def idle_seconds(self) -> float:
        """For how long nobody has called; 0 while somebody's call is done."""
        with self._lock:
            return 0.0 if self.running else time.monotonic() - self._last
