"""How far a long operation is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from promptwell.entrypoints.cli.terminal import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from promptwell.services.context import Progress

_LINE_SECONDS = 5.0
_BAR_SECONDS = 0.3


@contextmanager
def shown_progress(title: str) -> Iterator[Progress]:
    """What an operation tells its progress to, shown on standard error while it runs."""
    if not sys.stderr.isatty():
        yield _Lines(title)
        return
    bar = _Bar(title)
    try:
        yield bar
    finally:
        bar.close()


class _Lines:
    """A line every few seconds; nothing for what is quicker."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._last = time.monotonic()

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None:
        if time.monotonic() - self._last < _LINE_SECONDS:
            return
        self._last = time.monotonic()
        of = f" of {total}" if total is not None else ""
        say(f"promptwell: {what or self._title}: {done}{of}")


class _Bar:
    """A bar that comes once it is worth it, stays where it is, and goes when all is done."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._begun = time.monotonic()
        self._bars: Bars | None = None

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None:
        if self._bars is None:
            if time.monotonic() - self._begun < _BAR_SECONDS:
                return
            self._bars = _bars()
            self._bars.add_task(self._title)
            self._bars.start()
        task = self._bars.task_ids[0]
        self._bars.update(task, completed=done, total=total, description=what or self._title)

    def close(self) -> None:
        """Take the bar away."""
        if self._bars is not None:
            self._bars.stop()


def _bars() -> Bars:
    # 60 ms to import: only where there is a terminal, and something that takes longer.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
