"""Copies of a store from before something was done to it: the newest few of each occasion are kept."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime

_KEPT = 3


class KeptCopies:
    """The copies in a folder, which is made by the first of them."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def path_for(self, occasion: str) -> str:
        """The path of a new copy; names sort by time."""
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        return os.path.join(self._folder, f"{now}-{occasion}.db")

    def keep_newest(self, occasion: str) -> None:
        """Remove all but the newest copies of an occasion, with what lies beside them."""
        try:
            names = [name for name in os.listdir(self._folder) if name.endswith(f"-{occasion}.db")]
        except OSError:
            return
        for name in sorted(names)[:-_KEPT]:
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    os.unlink(os.path.join(self._folder, name + suffix))
