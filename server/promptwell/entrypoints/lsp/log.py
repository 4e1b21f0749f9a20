"""The server's log: where and how much, by the command line, the settings and the client's trace."""

from __future__ import annotations

import logging

from promptwell.bootstrap import start_logging
from promptwell.errors import FileProblem

log = logging.getLogger(__name__)

_TRACED = {"messages": "info", "verbose": "debug"}


class Log:
    """The log of one session. With a `level` the command line has started it, and settings don't count."""

    def __init__(self, level: str = "") -> None:
        self._fixed = bool(level)
        self._level = level or "warning"
        self._file: str | None = None
        self._traced = ""
        if not self._fixed:
            start_logging(self._level)

    def follow(self, level: str, file: str | None) -> None:
        """Put settings into force: the level, and the file that a user chose."""
        if self._fixed or (level, file) == (self._level, self._file):
            return
        self._level, self._file = level, file
        try:
            start_logging(level, file)
        except FileProblem as problem:
            start_logging(level)
            log.warning("%s", problem)
        self.trace(self._traced)

    def trace(self, value: str) -> None:
        """Log more while the client traces: `messages` or `verbose`; anything else ends it."""
        self._traced = value
        level = _TRACED.get(value, self._level)
        logging.getLogger("promptwell").setLevel(level.upper())
