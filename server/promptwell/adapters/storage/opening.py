"""The store of a folder, or of a team's database."""

from __future__ import annotations

from promptwell.adapters.storage.postgresql import PostgresDatabase
from promptwell.adapters.storage.sqlite import SqliteDatabase
from promptwell.adapters.storage.store import SqlStore


def open_store(folder: str, home: str = "") -> SqlStore:
    """The store in a folder, which is made by the first use. `home` is as in `StorePlace`."""
    return SqlStore(SqliteDatabase(folder, home))


def open_team_store(url: str) -> SqlStore:
    """The store in a team's PostgreSQL: `postgresql://user:password@host/database`.

    Raises:
        UsageError: the address is none of PostgreSQL.
        MissingExtraError: the driver is not installed.
    """
    return SqlStore(PostgresDatabase(url))
