"""A mark that is another one whenever somebody, in whatever process, changed which vectors there are."""

from __future__ import annotations

from secrets import token_hex

from sqlalchemy import Connection, select

from promptwell.adapters.storage.rows.insertion import insert_or_replace
from promptwell.adapters.storage.tables import marks

_VECTORS = "vectors"


def vectors_mark(connection: Connection) -> str:
    """The mark as it is now; "" where none was ever set."""
    statement = select(marks.c.value).where(marks.c.name == _VECTORS)
    return connection.scalar(statement) or ""


def renew_vectors_mark(connection: Connection) -> None:
    """Set another one. It is the last that a transaction writes, for others wait for it."""
    insert_or_replace(connection, marks, [{"name": _VECTORS, "value": token_hex(8)}])
