"""All rows of one database into another of the same schema."""

from __future__ import annotations

from sqlalchemy import Connection, Integer, delete, func, insert, select, text

from promptwell.adapters.storage.rows.marks import renew_vectors_mark
from promptwell.adapters.storage.search.index import index_all
from promptwell.adapters.storage.tables import METADATA, search_documents

_AT_ONCE = 1000


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row, in the transactions of the two connections; the target's rows go first."""
    for table in reversed(METADATA.sorted_tables):
        target.execute(delete(table))
    # The index of words is of each database's own kind, and is made anew.
    tables = [table for table in METADATA.sorted_tables if table is not search_documents]
    for table in tables:
        rows = source.execute(
            select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
        )
        for part in rows.mappings().partitions(_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in part])
    if target.dialect.name == "postgresql":
        _number_on(target)
    index_all(target)
    # Whoever has an index of the vectors that were there has to look again, on whatever machine.
    renew_vectors_mark(target)


def _number_on(connection: Connection) -> None:
    """Let the database number new rows behind those that brought their numbers along."""
    for table in METADATA.sorted_tables:
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and isinstance(keys[0].type, Integer):
            highest = connection.scalar(select(func.max(keys[0])))
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :last, :used)"),
                {
                    "table": table.name,
                    "column": keys[0].name,
                    "last": highest or 1,
                    "used": highest is not None,
                },
            )
