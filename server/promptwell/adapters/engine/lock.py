"""The lock on a store: whoever opens the store, its vectors or its jobs holds it."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import NamedTuple

from promptwell.errors import StoreError

__all__ = ["Holder", "StoreLock", "lock_file"]

NAME = "engine.lock"


class Holder(NamedTuple):
    """Who holds a lock: its process, and what that does, such as `engine` or `promptwell index`."""

    pid: int
    what: str


class StoreLock:
    """The lock on the store in a folder. The operating system lets it go when the process ends."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.path = os.path.join(folder, NAME)
        self._descriptor: int | None = None

    def take(self, what: str) -> bool:
        """Take the lock, and write down what for; False, at once, where another process has it.

        Raises:
            StoreError: the folder can't be written to.
        """
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self.path, flags, 0o600)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise StoreError(
                f"{self.path}: the store can't be locked: {reason}; "
                "it needs a folder that can be written to"
            ) from error
        if not lock_file(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "what": what}).encode())
        return True

    def release(self) -> None:
        """Let the lock go. The file stays: two processes must never lock two files of one name."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> Holder | None:
        """Who has written down that it holds the lock, as far as can be read."""
        try:
            with open(self.path, encoding="utf-8") as stream:
                told = json.load(stream)
            return Holder(int(told["pid"]), str(told["what"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None


if sys.platform == "win32":
    from promptwell.adapters.engine.windows_lock import lock_file
else:
    from promptwell.adapters.engine.posix_lock import lock_file
