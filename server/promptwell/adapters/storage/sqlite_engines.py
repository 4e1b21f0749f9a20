"""SQLite as the store uses it: several readers, each with one view, beside one writer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

from promptwell.adapters.storage.database import PATIENCE, Engines

# Readers beyond these are opened and closed again. There is no small limit: who reads may ask for
# a second view inside the first, and would wait for all the others who do the same.
_READERS, _MORE = 8, 56

# A write that was acknowledged is on the disk: FULL is one `fsync` a transaction. (NORMAL would lose
# the last ones to a power cut, though not to a killed process.) A database that somebody else made
# may not run code by its schema.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "cache_size = -16000",
    "journal_size_limit = 67108864",
)


def sqlite_engines(path: str) -> Engines:
    """Engines over a file for readers, which can't write, and for one writer at a time."""
    return Engines(
        _engine(path, "BEGIN", (*_PRAGMAS, "query_only = ON"), _READERS, _MORE),
        _engine(path, "BEGIN IMMEDIATE", _PRAGMAS, 1, 0),
    )


def _engine(path: str, begin: str, pragmas: tuple[str, ...], size: int, more: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=path),
        connect_args={"check_same_thread": False, "timeout": PATIENCE},
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=more,
        pool_timeout=PATIENCE,
    )

    def set_up(connection: Any, _: object) -> None:
        # The driver would begin transactions by its own rules.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin_transaction)
    return engine
