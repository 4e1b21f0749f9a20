"""Keeps what is listed and searched in line with the files: no editor tells an agent's server of changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from promptwell.errors import Cancelled, PromptwellError
from promptwell_mcp.calling import Operations, Progress

# These answer from the index; the others look at the files that they are about.
_FROM_THE_INDEX = frozenset({"search", "prompt.list", "prompt.offered", "prompt.complete"})

# Of an agent's time so much may go into looking: one part in so many. What nobody notices beside the seconds
# in which an agent thinks is free, so that it finds what it wrote a moment ago.
_SHARE = 20
_UNNOTICED = 0.25


_log = logging.getLogger(__name__)


class Fresh:
    """Operations before which the index is brought in line with the workspace, where that is due.

    In a small workspace a look costs milliseconds, so that it is always due, on a busy machine as well; in one
    of ten thousand files it costs seconds, and is due once a minute.
    """

    def __init__(self, operations: Operations, clock: Callable[[], float] = time.monotonic) -> None:
        self._operations = operations
        self._clock = clock
        self._looking = threading.Lock()
        self._due = 0.0

    def __call__(self, name: str, asked: Mapping[str, Any], progress: Progress, /) -> Any:
        """The result of an operation; see `Operations`."""
        if name in _FROM_THE_INDEX and self._clock() >= self._due:
            self._look(progress)
        return self._operations(name, asked, progress)

    def _look(self, progress: Progress) -> None:
        with self._looking:
            started = self._clock()
            if started < self._due:  # another call looked while this one waited
                return
            try:
                self._operations("index", {}, progress)
            except Cancelled:
                raise
            except PromptwellError as error:
                # Who may only read still gets what is known; what is broken the call itself tells.
                _log.info("the index was not brought up to date: %s", error)
            ended = self._clock()
            took = ended - started
            self._due = ended if took < _UNNOTICED else ended + _SHARE * took
