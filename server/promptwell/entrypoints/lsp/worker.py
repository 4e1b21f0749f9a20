"""A thread that does one piece of work after the other, and none that was canceled before its turn."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

_T = TypeVar("_T")


class Worker:
    """One daemon thread, begun with the first work.

    A daemon, unlike the threads of an executor: the process must be able to end at once, however
    long the work at hand still takes.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting: deque[_Piece] = deque()
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    async def run(self, work: Callable[[], _T]) -> _T:
        """The result of work, which is not begun when the caller is canceled before its turn."""
        piece = _Piece(work, asyncio.get_running_loop())
        with self._news:
            if self._closed:
                raise asyncio.CancelledError
            self._waiting.append(piece)
            self._news.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
        try:
            result: _T = await piece.done
        except asyncio.CancelledError:
            piece.wanted = False
            raise
        return result

    def close(self) -> None:
        """Begin nothing more."""
        with self._news:
            self._closed = True
            self._waiting.clear()
            self._news.notify()

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                piece = self._waiting.popleft()
            if piece.wanted:
                piece.do()
            del piece  # it holds a snapshot, which may be large


class _Piece:
    def __init__(self, work: Callable[[], Any], loop: asyncio.AbstractEventLoop) -> None:
        self.wanted = True
        self.done: asyncio.Future[Any] = loop.create_future()
        self._work = work
        self._loop = loop

    def do(self) -> None:
        try:
            result = self._work()
        except BaseException as error:  # noqa: BLE001  # it is raised where the result is awaited
            self._tell(self._fail, error)
        else:
            self._tell(self._finish, result)

    def _tell(self, how: Callable[[Any], None], outcome: object) -> None:
        try:
            self._loop.call_soon_threadsafe(how, outcome)
        except RuntimeError:  # the loop has ended: nobody waits
            return

    def _finish(self, result: object) -> None:
        if not self.done.done():
            self.done.set_result(result)

    def _fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)
