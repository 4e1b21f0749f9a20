"""SQLite as the store uses it: several readers, each with one view, beside one writer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

_READERS = 8
_PATIENCE = 30.0
"""Seconds for which a writer waits for others, of this process or another one."""

# A process that is killed loses nothing in either mode.
_PRAGMAS = (
    f"busy_timeout = {int(_PATIENCE * 1000)}",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -16000",
)


def sqlite_engines(path: str) -> tuple[Engine, Engine]:
    """Engines over a file for readers, which can't write, and for one writer at a time."""
    return (
        _engine(path, "BEGIN", (*_PRAGMAS, "query_only = ON"), _READERS),
        _engine(path, "BEGIN IMMEDIATE", _PRAGMAS, 1),
    )


def _engine(path: str, begin: str, pragmas: tuple[str, ...], size: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=path),
        connect_args={"check_same_thread": False, "timeout": _PATIENCE},
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_PATIENCE,
    )

    def set_up(connection: Any, _: object) -> None:  # sqlite3's, or what wraps it
        # The driver would begin transactions by its own rules.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin_transaction)
    return engine
