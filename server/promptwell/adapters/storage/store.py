"""The store in a database: transactions, and the rows seen in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryDirectory
from threading import Lock

from sqlalchemy import Connection, func, select

from promptwell.adapters.counted_cache import CacheCounts
from promptwell.adapters.storage.database import PATIENCE, Database, Engines
from promptwell.adapters.storage.faults import files_in_words, in_words
from promptwell.adapters.storage.gate import Gate
from promptwell.adapters.storage.kept_texts import KeptTexts
from promptwell.adapters.storage.row_faults import row_faults
from promptwell.adapters.storage.rows.chunks import SqlChunks
from promptwell.adapters.storage.rows.contents import SqlContents
from promptwell.adapters.storage.rows.embeddings import SqlEmbeddings
from promptwell.adapters.storage.rows.files import SqlFiles
from promptwell.adapters.storage.rows.grants import SqlGrants
from promptwell.adapters.storage.rows.insertion import insert_missing
from promptwell.adapters.storage.rows.marks import renew_vectors_mark
from promptwell.adapters.storage.rows.projects import SqlProjects
from promptwell.adapters.storage.rows.prompts import SqlPrompts
from promptwell.adapters.storage.rows.search import SqlSearch
from promptwell.adapters.storage.rows.tokens import SqlTokens
from promptwell.adapters.storage.rows.versions import SqlVersions
from promptwell.adapters.storage.schema import newest_version
from promptwell.adapters.storage.search.index import SearchIndex
from promptwell.adapters.storage.tables import projects, prompts, roots, tokens
from promptwell.domain.prompts.ports import (
    ChunkRows,
    ContentRows,
    EmbeddingRows,
    FileRows,
    ProjectRows,
    PromptRows,
)
from promptwell.domain.prompts.search.ports import SearchRows
from promptwell.domain.prompts.upkeep import Backup, Restored, Upgrade
from promptwell.domain.security.token import GrantRows, TokenRows
from promptwell.domain.versions.ports import VersionRows
from promptwell.errors import ConflictError

_NOWHERE = 0
"""The number of a root that was never written to: no row has it."""


class SqlTransaction:
    """The rows of a root while a transaction is open."""

    contents: ContentRows
    files: FileRows
    prompts: PromptRows
    chunks: ChunkRows
    search: SearchRows
    embeddings: EmbeddingRows
    projects: ProjectRows
    grants: GrantRows
    tokens: TokenRows
    versions: VersionRows

    def __init__(self, connection: Connection, root: int, kept: KeptTexts | None = None) -> None:
        self._connection = connection
        self.contents = SqlContents(connection, kept)
        self.files = SqlFiles(connection, root)
        self._index = SearchIndex(connection, root)
        self.prompts = SqlPrompts(connection, root, self._index)
        self._chunks = SqlChunks(connection, root, self._index)
        self.chunks = self._chunks
        self.search = SqlSearch(connection, root, self._index)
        self._embeddings = SqlEmbeddings(connection)
        self.embeddings = self._embeddings
        self.projects = SqlProjects(connection)
        self.grants = SqlGrants(connection)
        self.tokens = SqlTokens(connection)
        self.versions = SqlVersions(connection, root)

    @property
    def wrote_chunks(self) -> bool:
        """Whether prompts have chunks that they may not have had."""
        return self._chunks.written

    def finish(self) -> None:
        """Write what follows from the changes, before they are committed."""
        self._index.write()
        if self._chunks.written or self._embeddings.written:
            renew_vectors_mark(self._connection)


class SqlStore:
    """The store in one database. It is opened, and its tables are brought up to date, by its first use."""

    def __init__(self, database: Database) -> None:
        self.looks: dict[str, datetime] = {}
        """When the files of each root are to be looked at again; kept for those who do it."""
        self.chunks_written: Callable[[], None] = lambda: None
        """Called once chunks of prompts were written; set by who makes vectors of them."""
        self._database = database
        self._gate = Gate()
        self._opening = Lock()
        self._engines: Engines | None = None
        self.texts = KeptTexts()

    @property
    def place(self) -> str:
        """The file or the address of the database, as messages name it."""
        return self._database.place

    @contextmanager
    def reading(self, root: str) -> Iterator[SqlTransaction]:
        """One consistent view of a root."""
        with self._open() as engines, engines.reader.begin() as connection:
            number = _root_number(connection, self._database.root_key(root))
            yield SqlTransaction(connection, number or _NOWHERE, self.texts)

    @contextmanager
    def writing(self, root: str) -> Iterator[SqlTransaction]:
        """Changes of a root: all are written at the end, or nothing where an error passes."""
        with self._open() as engines, engines.writer.begin() as connection:
            key = self._database.root_key(root)
            number = _root_number(connection, key)
            if number is None:
                insert_missing(connection, roots, [{"path": key}])  # another one may be quicker
                number = _root_number(connection, key)
                assert number is not None
            transaction = SqlTransaction(connection, number)
            yield transaction
            transaction.finish()
        if transaction.wrote_chunks:
            self.chunks_written()

    def upgrade(self) -> Upgrade:
        """Bring the tables to the newest schema, as the first use does."""
        with self._gate.passing(), self._opening, in_words(self.place):
            return self._upgrade()

    def faults(self) -> Sequence[str]:
        """What is broken, one sentence each: what the database's own check finds, and rows that lie."""
        with self._open() as engines:
            faults = list(self._database.faults(engines))
            with engines.reader.begin() as connection:
                return [*faults, *row_faults(connection)]

    def back_up(self, destination: str, root: str, created: datetime) -> Backup:
        """Write all of it, as it is at one moment, and the settings files of a root to a new file.

        A destination that is not absolute is one in the root.
        """
        destination = os.path.join(root, destination)
        from promptwell.adapters.storage.archive import write_archive  # costs start-up time

        with files_in_words(destination), TemporaryDirectory(prefix="promptwell-") as folder:
            saved = os.path.join(folder, "store.db")
            self.save(saved)
            key = self._database.root_key(root)
            return write_archive(destination, saved, newest_version(), key, root, created)

    def restore(self, source: str, root: str, *, replace: bool = False) -> Restored:
        """Let a backup take the place of all, once it is known to be whole; its path as in `back_up`."""
        source = os.path.join(root, source)
        from promptwell.adapters.storage.archive import opened_archive  # costs start-up time

        with files_in_words(source), opened_archive(source) as archive:
            if not replace and self._database.is_shared:
                self._refuse_filled()
            archive.call_root(self._database.root_key(root))
            aside = self.replace_with(archive.store)
            put = archive.put_settings(root)
        return Restored(
            created=archive.created,
            aside=aside,
            settings=put.written,
            kept=put.different,
            skipped=put.skipped,
        )

    def save(self, file: str) -> None:
        """Write the whole store, as it is at one moment, to an SQLite file that is not there yet."""
        with self._open() as engines, files_in_words(file):
            self._database.save(engines, file)

    def replace_with(self, file: str) -> str:
        """Let a file that `save` wrote take the place of all, and say where the old store was put.

        Transactions wait meanwhile. A store that can't be opened any more can be replaced, too.
        """
        alone = self._gate.alone(self.place, PATIENCE)
        with alone, in_words(self.place), files_in_words(self.place):
            engines, self._engines = self._engines, None
            self.texts.clear()
            return self._database.replace(engines, file)

    def caches(self) -> Mapping[str, CacheCounts]:
        """How often what it keeps in memory helped, by what it is."""
        return {"texts": self.texts.counts()}

    def close(self) -> None:
        """Let go of the database; another use opens it again."""
        with self._gate.alone(self.place, PATIENCE):
            if self._engines is not None:
                self._engines.dispose()
                self._engines = None

    def _refuse_filled(self) -> None:
        """Refuse to put anything in the place of what a team may work with.

        Raises:
            ConflictError: there is something in the database.
        """
        with self._open() as engines, engines.reader.begin() as connection:
            counts = {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (prompts, projects, tokens)
            }
        if any(counts.values()):
            held = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
            raise ConflictError(
                f"{self.place}: this database is not empty ({held}). Name an empty one, or let the backup take "
                "the place of all that is in it with --replace; that is saved first"
            )

    @contextmanager
    def _open(self) -> Iterator[Engines]:
        with self._gate.passing(), in_words(self.place):
            if self._engines is None:
                with self._opening:
                    self._upgrade()
            assert self._engines is not None
            yield self._engines

    def _upgrade(self) -> Upgrade:
        engines = self._engines or self._database.connect()
        try:
            with files_in_words(self.place):
                done = self._database.upgrade(engines)
        except BaseException:
            if self._engines is None:
                engines.dispose()
            raise
        self._engines = engines
        return done


def _root_number(connection: Connection, root: str) -> int | None:
    return connection.scalar(select(roots.c.id).where(roots.c.path == root))
