"""Locking an open file on Windows."""

from __future__ import annotations

import os
from typing import Any

# Nobody can read what is locked, so a byte far behind the content is.
_PLACE = 1 << 30


def lock_file(descriptor: int) -> bool:
    """Lock a file for this process until it is closed; False where another one has it."""
    import msvcrt

    windows: Any = msvcrt  # the names below exist on Windows alone
    os.lseek(descriptor, _PLACE, os.SEEK_SET)
    try:
        windows.locking(descriptor, windows.LK_NBLCK, 1)
    except OSError:
        return False
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return True
