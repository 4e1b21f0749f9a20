"""Locking an open file on POSIX."""

from __future__ import annotations

import fcntl


def lock_file(descriptor: int) -> bool:
    """Lock a file for this process until it is closed; False where another one has it."""
    try:
        # `lockf` would let go when any part of this process closes the file.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
