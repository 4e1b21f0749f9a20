"""A long operation as server-sent events: how far it is, then its result or what went wrong."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from threading import Event
from typing import Any

from promptwell.entrypoints.rest.problems import fault_of, problem_of
from promptwell.errors import Cancelled, PromptwellError

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
_PING_LOOKS = 20
# More often than so nobody can look.
_TELL_SECONDS = 0.1


class Teller:
    """Progress from an operation's thread to the event loop; only the newest is kept."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._newest: dict[str, Any] | None = None
        self.news = asyncio.Event()
        self.cancelled = Event()

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None:
        """Called by the operation.

        Raises:
            Cancelled: nobody wants the result any more.
        """
        if self.cancelled.is_set():
            raise Cancelled("it was cancelled; what was finished before stays")
        self._newest = {"done": done, "total": total, "what": what}
        self._loop.call_soon_threadsafe(self.news.set)

    def newest(self) -> dict[str, Any] | None:
        """What was told last, once."""
        self.news.clear()
        told, self._newest = self._newest, None
        return told


async def watched(
    task: asyncio.Future[Any], teller: Teller, gone: Callable[[], Awaitable[bool]]
) -> Any:
    """The result of an operation, which is cancelled when the caller goes away."""
    try:
        while not (await asyncio.wait({task}, timeout=_LOOK_SECONDS))[0]:
            if await gone():
                teller.cancelled.set()
        return task.result()
    finally:
        teller.cancelled.set()


async def events(
    task: asyncio.Future[Any], teller: Teller, gone: Callable[[], Awaitable[bool]], name: str
) -> AsyncIterator[bytes]:
    """An operation as events, until its end; when the caller goes away it is cancelled."""
    looks = 0
    try:
        while not task.done():
            news = asyncio.ensure_future(teller.news.wait())
            await asyncio.wait(
                {task, news}, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            news.cancel()
            told = teller.newest()
            if told is not None:
                yield _event("progress", told)
                await asyncio.wait({task}, timeout=_TELL_SECONDS)
            elif await gone():
                return
            elif (looks := looks + 1) % _PING_LOOKS == 0:
                yield b": still at it\n\n"
        yield _end(task, name)
    finally:
        teller.cancelled.set()
        task.add_done_callback(_taken_note_of)


def _taken_note_of(task: asyncio.Future[Any]) -> None:
    """Nobody waits for the result any more, which the log need not tell as a fault."""
    if not task.cancelled():
        task.exception()


def _end(task: asyncio.Future[Any], name: str) -> bytes:
    try:
        return _event("result", task.result())
    except PromptwellError as error:
        return _event("problem", problem_of(error))
    except Exception:  # noqa: BLE001  # the one place where the unforeseen of a long operation becomes an answer
        _log.exception("%s failed", name)
        return _event("problem", fault_of(name))


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
