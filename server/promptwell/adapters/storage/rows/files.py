"""The files that the index has seen."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, func, select

from promptwell.adapters.storage.rows.insertion import insert_or_replace
from promptwell.adapters.storage.tables import files
from promptwell.domain.prompts.ports import FileState


class SqlFiles:
    """`FileRows` in a database."""

    def __init__(self, connection: Connection, root: int) -> None:
        self._connection = connection
        self._root = root

    def all(self) -> dict[str, FileState]:
        """Every file by its path."""
        rows = self._connection.execute(
            select(files.c.path, files.c.changed, files.c.size, files.c.content).where(
                files.c.root_id == self._root
            )
        )
        return {row.path: FileState(*row) for row in rows}

    def count(self) -> int:
        """How many there are."""
        statement = select(func.count()).select_from(files).where(files.c.root_id == self._root)
        return self._connection.scalar(statement) or 0

    def get(self, path: str) -> FileState | None:
        """One file."""
        row = self._connection.execute(
            select(files.c.path, files.c.changed, files.c.size, files.c.content).where(
                files.c.root_id == self._root, files.c.path == path
            )
        ).first()
        return None if row is None else FileState(*row)

    def put(self, states: Iterable[FileState]) -> None:
        """Remember files as they are now."""
        insert_or_replace(
            self._connection,
            files,
            [
                {
                    "root_id": self._root,
                    "path": state.path,
                    "changed": state.changed,
                    "size": state.size,
                    "content": state.content,
                }
                for state in states
            ],
        )

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files."""
        at = files.c.path == bindparam("at")
        gone = [{"at": path} for path in paths]
        if gone:
            self._connection.execute(delete(files).where(files.c.root_id == self._root, at), gone)
