"""The store in a database: transactions, and the rows seen in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, select

from promptwell.adapters.storage.faults import in_words
from promptwell.adapters.storage.rows.contents import SqlContents
from promptwell.adapters.storage.rows.embeddings import SqlEmbeddings
from promptwell.adapters.storage.rows.files import SqlFiles
from promptwell.adapters.storage.rows.grants import SqlGrants
from promptwell.adapters.storage.rows.projects import SqlProjects
from promptwell.adapters.storage.rows.prompts import SqlPrompts
from promptwell.adapters.storage.rows.tokens import SqlTokens
from promptwell.adapters.storage.tables import roots
from promptwell.domain.prompts.ports import (
    ContentRows,
    EmbeddingRows,
    FileRows,
    ProjectRows,
    PromptRows,
)
from promptwell.domain.security.token import GrantRows, TokenRows

_NOWHERE = 0
"""The number of a root that was never written to: no row has it."""


class SqlTransaction:
    """The rows of a root while a transaction is open."""

    contents: ContentRows
    files: FileRows
    prompts: PromptRows
    embeddings: EmbeddingRows
    projects: ProjectRows
    grants: GrantRows
    tokens: TokenRows

    def __init__(self, connection: Connection, root: int) -> None:
        self.contents = SqlContents(connection)
        self.files = SqlFiles(connection, root)
        self.prompts = SqlPrompts(connection, root)
        self.embeddings = SqlEmbeddings(connection)
        self.projects = SqlProjects(connection)
        self.grants = SqlGrants(connection)
        self.tokens = SqlTokens(connection)


class SqlStore:
    """The store in one database. `place` is its file or address, as messages name it."""

    def __init__(self, place: str, reader: Engine, writer: Engine) -> None:
        self.place = place
        self._reader = reader
        self._writer = writer

    @contextmanager
    def reading(self, root: str) -> Iterator[SqlTransaction]:
        """One consistent view of a root."""
        with in_words(self.place), self._reader.begin() as connection:
            yield SqlTransaction(connection, _root_number(connection, root) or _NOWHERE)

    @contextmanager
    def writing(self, root: str) -> Iterator[SqlTransaction]:
        """Changes of a root: all are written at the end, or nothing where an error passes."""
        with in_words(self.place), self._writer.begin() as connection:
            number = _root_number(connection, root)
            if number is None:
                added = connection.execute(insert(roots).values(path=root).returning(roots.c.id))
                number = added.scalar_one()
            yield SqlTransaction(connection, number)

    def close(self) -> None:
        """Let go of the database. No transaction may be open."""
        self._reader.dispose()
        self._writer.dispose()


def _root_number(connection: Connection, root: str) -> int | None:
    return connection.scalar(select(roots.c.id).where(roots.c.path == root))
