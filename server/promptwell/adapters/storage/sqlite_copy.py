"""Whole copies of SQLite files, also of those in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from errno import ENOSPC
from pathlib import Path

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
    except BaseException as error:
        with suppress(OSError):
            os.unlink(target)
        # The old one is only read.
        if getattr(error, "sqlite_errorname", "") in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
            raise OSError(ENOSPC, "no room on the disk", target) from error
        raise


def copy_into(target: str, source: str) -> None:
    """Write a database over another one in one transaction, so that the other is whole at any moment."""
    with closing(_open(source)) as old, closing(_open(target)) as new:
        old.backup(new)


def _open(path: str) -> sqlite3.Connection:
    # Never an empty database in the place of a file that is not there.
    there = f"{Path(path).absolute().as_uri()}?mode=rw"
    return sqlite3.connect(there, uri=True, timeout=PATIENCE, isolation_level=None)


def _flush(path: str) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
