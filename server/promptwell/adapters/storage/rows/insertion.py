"""Inserts that meet rows which are there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows and leave those alone that are there."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def insert_or_replace(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, and write them over those of the same primary key."""
    if not rows:
        return
    statement = _insert(connection, table)
    keys = list(table.primary_key.columns)
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column not in set(keys) and column.name in rows[0]
    }
    # In one order, so that two who write the same rows wait for each other and don't lock each other out.
    ordered = sorted(rows, key=lambda row: [row[key.name] for key in keys])
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), ordered)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    # Only the dialect in use is loaded: each takes 30 ms.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        return insert(table)
    from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql

    return insert_in_postgresql(table)
