"""A log file of bounded length that several processes may write at once.

When it is full it becomes FILE.1, what was that FILE.2, and so on; the oldest goes. Only its user can
read a file that is made here.
"""

from __future__ import annotations

import logging
import os
import stat
from contextlib import suppress

from promptwell.adapters.engine.lock import lock_file

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
_OUTPUTS = (1, 2)


class SharedLog(logging.Handler):
    """Writes each record at once, as whole lines, to the file that has the name at that moment.

    Raises:
        OSError: the file can't be opened.
    """

    def __init__(self, path: str, *, longest: int, kept: int, with_output: bool = False) -> None:
        """Open the file.

        Args:
            path: the file.
            longest: of so many bytes it is full.
            kept: how many full ones stay.
            with_output: whether what this process prints goes there as well.
        """
        super().__init__()
        self._path = os.path.realpath(path)
        self._longest, self._kept = longest, kept
        self._outputs = _OUTPUTS if with_output else ()
        self._descriptor = -1
        self._open()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        if self._descriptor < 0:
            return  # a thread that goes on while the process ends
        try:
            line = f"{self.format(record)}\n".encode("utf-8", "backslashreplace")
        except Exception:  # noqa: BLE001  # as every handler does: what logs is told, and goes on
            self.handleError(record)
            return
        with suppress(OSError):  # a full disk: what the log tells of goes on without it
            self._make_room(len(line))
            while line:
                line = line[os.write(self._descriptor, line) :]

    def tidy(self) -> None:
        """Keep the file short also where it is only printed to."""
        self.acquire()
        try:
            with suppress(OSError):
                self._make_room(0)
        finally:
            self.release()

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        super().close()

    def _make_room(self, length: int) -> None:
        if not self._is_current(
            self._descriptor
        ):  # another process found it full, or somebody removed it
            self._open()
        if self._is_full(self._descriptor, length):
            self._put_aside(length)

    def _is_full(self, descriptor: int, length: int) -> bool:
        state = os.fstat(descriptor)
        size = state.st_size if stat.S_ISREG(state.st_mode) else 0
        return bool(size) and size + length > self._longest

    def _put_aside(self, length: int) -> None:
        """Begin a new file, unless another process is about to."""
        if os.name == "nt":
            # There an open file can't be renamed; while another process has it open it grows on.
            os.close(self._descriptor)
            self._rename()
            self._descriptor = os.open(self._path, _FLAGS, 0o600)
            return
        # Not by the descriptor that is written to: a process that was forked shares it, and its locks.
        lock = os.open(self._path, _FLAGS, 0o600)
        try:
            # Another process may have done it meanwhile: then this is its new file, or one put aside.
            if lock_file(lock) and self._is_full(lock, length) and self._is_current(lock):
                self._rename()
        finally:
            os.close(lock)
        if not self._is_current(self._descriptor):
            self._open()

    def _rename(self) -> None:
        for number in range(self._kept, 0, -1):
            older = f"{self._path}.{number - 1}" if number > 1 else self._path
            with suppress(OSError):
                os.replace(older, f"{self._path}.{number}")

    def _is_current(self, descriptor: int) -> bool:
        """Whether the open file is the one that has the name."""
        try:
            return os.path.samestat(os.stat(self._path), os.fstat(descriptor))
        except OSError:
            return False

    def _open(self) -> None:
        opened = os.open(self._path, _FLAGS, 0o600)
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = opened
        for each in self._outputs:
            os.dup2(opened, each)
