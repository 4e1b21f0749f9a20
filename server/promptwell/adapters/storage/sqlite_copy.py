"""Whole copies of SQLite files, also of those in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress

from promptwell.adapters.storage.database import PATIENCE


def copy_to(source: str, target: str) -> None:
    """Write a consistent copy of a database to a file that is not there yet, whole or not at all."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(_open(source)) as old, closing(_open(target)) as new:
            old.backup(new)
            # One file, without a log beside it.
            new.execute("PRAGMA journal_mode = DELETE")
        _flush(target)
    except BaseException:
        with suppress(OSError):
            os.unlink(target)
        raise


def copy_into(target: str, source: str) -> None:
    """Write a database over another one in one transaction, so that the other is whole at any moment."""
    with closing(_open(source)) as old, closing(_open(target)) as new:
        old.backup(new)


def _open(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


def _flush(path: str) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
