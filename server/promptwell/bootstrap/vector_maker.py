"""Vectors made in the background: in a thread of the engine, behind everything that somebody waits for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from promptwell.adapters.thread_priority import step_back
from promptwell.domain.prompts.search.vector_making import VectorMaking
from promptwell.errors import Cancelled, PromptwellError
from promptwell.services.context import Progress

_log = logging.getLogger(__name__)

# Many changes come one upon another, as where a branch is switched: they are done together.
_QUIET_SECONDS = 1.0
# So long it waits for those who are answered, before each step.
_GIVE_WAY_SECONDS = 1.0
_LOOK_SECONDS = 0.05
_STOP_SECONDS = 20.0


class VectorMaker:
    """Makes vectors when it is woken, in a thread that ends with the work.

    Args:
        missing: how many passages have no vector; asked before anything is loaded.
        make: makes them and tells how far it is.
        is_busy: whether somebody waits for an answer.
    """

    def __init__(
        self,
        missing: Callable[[], int],
        make: Callable[[Progress], object],
        is_busy: Callable[[], bool],
    ) -> None:
        self._missing = missing
        self._make = make
        self._is_busy = is_busy
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._woken = False
        self._stop = threading.Event()
        self._state: VectorMaking | None = None

    def wake(self) -> None:
        """Prompts have changed: make vectors of what has none, soon."""
        with self._lock:
            self._woken = True
            if self._thread is None:
                self._stop.clear()
                self._thread = threading.Thread(target=self._run, name="vectors", daemon=True)
                self._thread.start()

    def state(self) -> VectorMaking | None:
        """How far it is; None where nothing was ever to be done."""
        with self._lock:
            if self._woken and not (self._state and self._state.is_under_way):
                return VectorMaking(state="waiting")
            return self._state

    def stop(self) -> None:
        """Make no more until it is woken again; what is done stays."""
        with self._lock:
            thread, self._woken = self._thread, False
            self._stop.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        step_back()
        while self._is_wanted():
            try:
                self._once()
            except Cancelled:
                self._end("stopped")
            except PromptwellError as error:
                _log.warning("no vectors were made: %s", error)
                self._end("failed", str(error))
            except Exception as error:  # noqa: BLE001  # searching by words goes on without vectors
                _log.exception("no vectors were made")
                self._end("failed", f"{type(error).__name__}; the engine's log says more")

    def _is_wanted(self) -> bool:
        """Wait until nothing changes any more; False, and the thread is no more, where nobody woke it."""
        while True:
            with self._lock:
                if not self._woken:
                    self._thread = None
                    return False
                self._woken = False
                self._stop.clear()  # it was woken after somebody had stopped it
                self._state = VectorMaking(state="waiting")
            self._stop.wait(_QUIET_SECONDS)
            with self._lock:
                if self._stop.is_set():
                    self._state = VectorMaking(state="stopped")
                elif not self._woken:
                    return True

    def _once(self) -> None:
        total = self._missing()
        if total:
            self._tell(VectorMaking(state="running", total=total))
            self._make(self._progress)
        self._tell(VectorMaking(state="done", done=total, total=total))

    def _progress(self, done: int, total: int | None = None, what: str = "") -> None:  # noqa: ARG002  # a `Progress`
        self._tell(VectorMaking(state="running", done=done, total=total or done))
        until = time.monotonic() + _GIVE_WAY_SECONDS
        while self._is_busy() and time.monotonic() < until and not self._stop.is_set():
            time.sleep(_LOOK_SECONDS)
        if self._stop.is_set():
            raise Cancelled("it was stopped; what was finished before stays")

    def _end(self, state: Literal["stopped", "failed"], problem: str = "") -> None:
        before = self._state or VectorMaking(state=state)
        self._tell(replace(before, state=state, problem=problem))

    def _tell(self, state: VectorMaking) -> None:
        with self._lock:
            self._state = state
