"""Leaves when the client's process is gone without a word, such as after a crash."""

from __future__ import annotations

import asyncio
import logging

from promptwell.bootstrap.editing import process_is_there
from promptwell.entrypoints.lsp.connection import Connection

log = logging.getLogger(__name__)

INTERVAL = 2.0
"""How often the client's process is looked for, in seconds."""


def follow(connection: Connection, pid: int | None) -> None:
    """Leave once the process is gone.

    One that can't be seen from the start is not watched: the client may run in another container.
    """
    if pid is not None and process_is_there(pid):
        connection.start(_watch(connection, pid), "watching the client's process")


async def _watch(connection: Connection, pid: int) -> None:
    while process_is_there(pid):  # noqa: ASYNC110  # no system tells of the end of a process not its own
        await asyncio.sleep(INTERVAL)
    log.info("the client's process %d is gone", pid)
    connection.leave()
