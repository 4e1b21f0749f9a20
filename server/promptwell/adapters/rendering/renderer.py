"""Rendering in warm worker processes that are replaced when a template kills them."""

from __future__ import annotations

import itertools
import threading
from types import TracebackType
from typing import Self

from promptwell.adapters.rendering.limits import ProcessLimits
from promptwell.adapters.rendering.process import Died, WorkerProcess
from promptwell.adapters.rendering.wire import pack_request, unpack_answer
from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.request import RenderRequest
from promptwell.language.syntax.rendering.result import Rendered


class ProcessRenderer:
    """Renders templates that nobody vouches for. Safe to call from several threads.

    Workers start on first need, at most `workers` of them, and stay warm. One that dies is
    replaced at once, and the request that killed it is told why. `close` ends them; they
    also end with this process. Use it as a context manager, or close it.
    """

    def __init__(self, limits: ProcessLimits | None = None, *, workers: int = 1) -> None:
        self._limits = limits or ProcessLimits()
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._numbers = itertools.count(1)
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start a worker now, so that the first request finds it up."""
        with self._lock:
            if not self._idle and not self._closed:
                self._idle.append(WorkerProcess(self._limits))

    def render(self, request: RenderRequest) -> Rendered:
        """Render a template, within the limits of time and memory.

        Raises:
            RenderError: the template is at fault, a value is refused or a limit is reached.
        """
        number = next(self._numbers)
        line = pack_request(request, number)
        if not self._slots.acquire(timeout=self._limits.wait):
            raise RenderError(
                f"other renderings did not finish within {self._limits.wait:g} s: try again",
                reason="timeout",
            )
        try:
            return self._render(number, line, retry=True)
        finally:
            self._slots.release()

    async def render_async(self, request: RenderRequest) -> Rendered:
        """Render without blocking the event loop; see `render`.

        Raises:
            RenderError: see `render`.
        """
        import asyncio  # only those who await need it

        return await asyncio.to_thread(self.render, request)

    def close(self) -> None:
        """End the workers. Requests made later are refused."""
        with self._lock:
            self._closed = True
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.kill()

    def process_ids(self) -> list[int]:
        """The operating system's numbers of the workers that wait for work."""
        with self._lock:
            return [worker.process_id for worker in self._idle]

    def _render(self, number: int, line: bytes, *, retry: bool) -> Rendered:
        worker = self._take()
        try:
            answered, result, last = unpack_answer(worker.ask(line))
        except Died as death:
            self._replace(worker)
            # It may have died while it waited, through no fault of this template.
            if death.why != "timeout" and retry:
                return self._render(number, line, retry=False)
            raise _explained(death.why, self._limits) from None
        except BaseException:  # an interrupt: an answer on its way must not meet the next request
            worker.kill()
            raise
        if answered != number:
            self._replace(worker)
            raise _explained("crash", self._limits)
        if last:
            self._replace(worker)
        else:
            self._give_back(worker)
        if isinstance(result, RenderError):
            raise result
        return result

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._closed:
                raise RenderError("rendering has ended: this renderer is closed", reason="crash")
            idle, self._idle = self._idle, []
            dead = [worker for worker in idle if not worker.alive]
            self._idle = [worker for worker in idle if worker not in dead]
            worker = self._idle.pop() if self._idle else None
        for each in dead:
            each.kill()
        return worker or WorkerProcess(self._limits)

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.kill()

    def _replace(self, worker: WorkerProcess) -> None:
        worker.kill()
        with self._lock:
            if not self._closed:
                self._idle.append(WorkerProcess(self._limits))


def _explained(why: str, limits: ProcessLimits) -> RenderError:
    if why == "timeout":
        return RenderError(
            f"the template runs for more than {limits.cpu:g} s and was stopped: loop over less, "
            "or build smaller texts",
            reason="timeout",
        )
    if why == "killed":
        return RenderError(
            "the template needs more memory than a rendering may use: build smaller texts and lists",
            reason="memory",
        )
    return RenderError(
        "the process that rendered this template ended unexpectedly; it has been replaced",
        reason="crash",
    )
