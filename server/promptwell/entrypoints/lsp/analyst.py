"""Runs questions about texts: short ones at once, long ones in a thread, one after the other."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from promptwell.services.workspace import Snapshot

_T = TypeVar("_T")

# A text of this size is analyzed in about 60 ms: longer ones would hold up other messages.
AT_ONCE = 60_000


class Analyst:
    """Keeps the loop free: no question about a long text runs on it."""

    def __init__(self) -> None:
        # How long the thread may keep the interpreter while a message waits to be read.
        sys.setswitchinterval(0.001)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lsp-analyst")
        self._busy: dict[int, asyncio.Future[object]] = {}

    async def ask(self, snapshot: Snapshot, size: int, question: Callable[[], _T]) -> _T:
        """The answer to a question about a snapshot.

        A project keeps what it has read, so that two threads must not ask the same one at once:
        a question waits while another about the same snapshot is being answered.
        """
        key = id(snapshot.project)
        while key in self._busy:
            await asyncio.wait([self._busy[key]])
        if size <= AT_ONCE:
            return question()
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._worker, question)
        self._busy[key] = future  # type: ignore[assignment]  # only waited for
        future.add_done_callback(lambda _: self._busy.pop(key, None))
        # Shielded: a canceled request must not free a project that the thread still works on.
        return await asyncio.shield(future)

    async def aside(self, work: Callable[[], _T]) -> _T:
        """The result of work that asks no snapshot, done in a thread."""
        return await asyncio.get_running_loop().run_in_executor(None, work)

    def close(self) -> None:
        """Start nothing more."""
        self._worker.shutdown(wait=False, cancel_futures=True)
