"""The engine as the language server calls it: started on first need, never waited for by a keystroke."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from promptwell.entrypoints.lsp.progress import Progress
from promptwell.entrypoints.lsp.worker import Worker
from promptwell.errors import Cancelled

log = logging.getLogger(__name__)
# What is true of every call is logged once.
_warn_once = cache(log.warning)


async def call_engine(
    root: str, operation: str, asked: Mapping[str, Any], progress: Progress | None = None
) -> Any:
    """Have an operation done, each in a thread of its own; canceling it cancels the operation.

    Raises:
        PromptwellError: what the operation raises.
    """
    # Loaded with the first call: most sessions never make one.
    from promptwell.bootstrap.calling import Caller, root_of

    loop = asyncio.get_running_loop()
    wanted = True

    def tell(done: int, total: int | None = None, what: str = "") -> None:
        if not wanted or (progress is not None and not progress.wanted):
            raise Cancelled(f"{operation} was canceled; what was finished before stays")
        if progress is not None:
            loop.call_soon_threadsafe(progress.report, done, total, what)

    def work() -> Any:
        caller = Caller(root_of(root), "promptwell lsp", starts=True, told=_warn_once)
        return caller.call(operation, asked, tell)

    worker = Worker("lsp-engine")
    try:
        return await worker.run(work)
    finally:
        wanted = False
        worker.close()


async def tell_running_engine(root: str, operation: str, asked: Mapping[str, Any]) -> bool:
    """Have an operation done if an engine runs, and say whether one does; none is started for it."""
    from promptwell.bootstrap.calling import Caller, root_of

    def work() -> bool:
        return Caller(root_of(root), "promptwell lsp").call_if_running(operation, asked)

    worker = Worker("lsp-engine-news")
    try:
        return await worker.run(work)
    finally:
        worker.close()
