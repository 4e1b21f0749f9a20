"""Runs questions about texts: short ones at once, long ones in a thread, wide ones in pauses."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from promptwell.entrypoints.lsp.worker import Worker
from promptwell.language.rules.registry import all_rules
from promptwell.language.semantics.project import Project
from promptwell.services.workspace import Snapshot

_T = TypeVar("_T")

# A text of this size is analyzed in about 60 ms: longer ones would hold up other messages.
AT_ONCE = 60_000

_QUIET = 0.05


class Analyst:
    """Keeps the loop free: no question about a long text runs on it."""

    def __init__(self) -> None:
        # How long a thread may keep the interpreter while a message waits to be read.
        sys.setswitchinterval(0.001)
        self._long = Worker("lsp-long-texts")
        self._wide = Worker("lsp-many-files")
        self._twins: WeakKeyDictionary[Project, Snapshot] = WeakKeyDictionary()
        self._last = 0.0
        self._rules: asyncio.Task[object] | None = None

    def view(self, snapshot: Snapshot, size: int) -> Snapshot:
        """The snapshot through which to ask about a text of this size.

        Two threads must not ask the same project. Whoever asks about a long text therefore gets a
        twin of it, which the thread has for itself.
        """
        if size <= AT_ONCE:
            return snapshot
        twin = self._twins.get(snapshot.project)
        if twin is None:
            twin = self._twins[snapshot.project] = snapshot.twin()
        return twin

    async def ask(self, size: int, question: Callable[[], _T]) -> _T:
        """The answer to a question about a text of this size, asked through its `view`."""
        self._last = asyncio.get_running_loop().time()
        if size <= AT_ONCE:
            return question()
        return await self._long.run(question)

    async def rules(self) -> None:
        """Wait until the rules are loaded, which takes a thread as long as reading a few long texts."""
        if self._rules is None:
            self._rules = asyncio.ensure_future(self.aside(all_rules))
        await asyncio.shield(self._rules)

    async def in_pauses(self, question: Callable[[], _T]) -> _T:
        """The answer to a small part of a wide question, begun while nothing else is asked.

        It must ask a twin of a snapshot that nobody else asks.
        """
        loop = asyncio.get_running_loop()
        while (left := self._last + _QUIET - loop.time()) > 0:  # noqa: ASYNC110  # it waits for a pause
            await asyncio.sleep(left)
        return await self._wide.run(question)

    async def aside(self, work: Callable[[], _T]) -> _T:
        """The result of work that asks no snapshot, done in a thread."""
        worker = Worker("lsp-aside")
        try:
            return await worker.run(work)
        finally:
            worker.close()

    def close(self) -> None:
        """Start nothing more."""
        for worker in (self._long, self._wide):
            worker.close()
