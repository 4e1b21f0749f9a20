"""Who has which role in which project."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, select

from promptwell.adapters.storage.rows.insertion import insert_or_replace
from promptwell.adapters.storage.tables import grants
from promptwell.domain.security.token import Grant


class SqlGrants:
    """`GrantRows` in a database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, grant: Grant) -> None:
        """Give a role; it takes the place of one that was there."""
        row = {"project_id": grant.project, "who": grant.who, "role": grant.role}
        insert_or_replace(self._connection, grants, [row])

    def remove(self, project: str, who: str) -> bool:
        """Take the role away; False where there was none."""
        removed = self._connection.execute(
            delete(grants).where(grants.c.project_id == project, grants.c.who == who)
        )
        return removed.rowcount == 1

    def of_project(self, project: str) -> Sequence[Grant]:
        """The grants of a project, by name."""
        return self._where(grants.c.project_id == project)

    def of(self, who: str) -> Sequence[Grant]:
        """The grants that somebody has."""
        return self._where(grants.c.who == who)

    def _where(self, condition: ColumnElement[bool]) -> Sequence[Grant]:
        rows = self._connection.execute(
            select(grants).where(condition).order_by(grants.c.who, grants.c.project_id)
        )
        return [Grant(row.project_id, row.who, row.role) for row in rows]
