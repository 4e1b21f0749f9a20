"""The index of words, kept in step with prompts and chunks by the transaction that changes them.

A prompt is known to it by a number. The numbers of a root lie together, and those of newer
prompts are higher: so a search looks at one root alone, and at the newest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, delete, exists, func, select

from promptwell.adapters.storage.rows.chunk_reading import chunks_of
from promptwell.adapters.storage.rows.insertion import insert_missing
from promptwell.adapters.storage.rows.prompt_record import COLUMNS, record_of
from promptwell.adapters.storage.search.full_text import FullText, Numbers
from promptwell.adapters.storage.search.postgres_words import PostgresWords
from promptwell.adapters.storage.search.sqlite_words import SqliteWords
from promptwell.adapters.storage.search.word_columns import word_columns
from promptwell.adapters.storage.tables import prompts, search_documents

_NUMBERS_OF_A_ROOT = 1 << 40
_AT_ONCE = 200


class SearchIndex:
    """The index of the words of a root's prompts, as a transaction sees it."""

    def __init__(self, connection: Connection, root: int) -> None:
        self._connection = connection
        self._root = root
        self._changed: dict[str, None] = {}
        first = root * _NUMBERS_OF_A_ROOT
        self._numbers = Numbers(first, first + _NUMBERS_OF_A_ROOT - 1)
        kind = SqliteWords if connection.dialect.name == "sqlite" else PostgresWords
        self._full_text: FullText = kind(connection, self._numbers)

    @property
    def full_text(self) -> FullText:
        """The index with all that was changed in it."""
        self.write()
        return self._full_text

    def changed(self, ids: Iterable[str]) -> None:
        """Remember that prompts, by identity, or their chunks have changed."""
        self._changed.update(dict.fromkeys(ids))

    def write(self) -> None:
        """Bring the index up to date."""
        ids = list(self._changed)
        self._changed.clear()
        for begin in range(0, len(ids), _AT_ONCE):
            self._write(ids[begin : begin + _AT_ONCE])

    def forget(self, ids: Sequence[str]) -> None:
        """Let prompts, by identity, be found no more."""
        table = search_documents
        numbers = list(
            self._connection.scalars(select(table.c.number).where(table.c.prompt_id.in_(ids)))
        )
        if numbers:
            self._full_text.remove(numbers)
            self._connection.execute(delete(table).where(table.c.number.in_(numbers)))

    def _write(self, ids: list[str]) -> None:
        rows = self._connection.execute(select(*COLUMNS).where(prompts.c.id.in_(ids)))
        records = {record.id: record for record in map(record_of, rows)}
        gone = [id_ for id_ in ids if id_ not in records or records[id_].deleted is not None]
        kept = [id_ for id_ in ids if id_ not in gone]
        if gone:
            self.forget(gone)
        if not kept:
            return
        numbers = self._numbered(kept)
        chunks = chunks_of(self._connection, kept)
        self._full_text.write(
            [(numbers[id_], word_columns(records[id_], chunks.get(id_, ()))) for id_ in kept]
        )

    def _numbered(self, ids: list[str]) -> dict[str, int]:
        """The numbers of prompts; those that have none get the next ones."""
        table = search_documents
        rows = self._connection.execute(
            select(table.c.prompt_id, table.c.number).where(table.c.prompt_id.in_(ids))
        )
        numbers = {row.prompt_id: row.number for row in rows}
        new = [id_ for id_ in ids if id_ not in numbers]
        if not new:
            return numbers
        insert_missing(
            self._connection,
            table,
            [
                {"prompt_id": id_, "number": number}
                for id_, number in zip(new, self._next(len(new)), strict=True)
            ],
        )
        # Another transaction may have been quicker.
        rows = self._connection.execute(
            select(table.c.prompt_id, table.c.number).where(table.c.prompt_id.in_(new))
        )
        return numbers | {row.prompt_id: row.number for row in rows}

    def _next(self, count: int) -> Iterable[int]:
        """New numbers, higher than all that were given before."""
        if self._connection.dialect.name == "postgresql":
            series = func.generate_series(1, count).table_valued("value")
            given = select(func.nextval("search_numbers")).select_from(series)
            return [self._numbers.first + number for number in self._connection.scalars(given)]
        # SQLite has one writer at a time.
        number = search_documents.c.number
        highest = self._connection.scalar(
            select(func.max(number)).where(number.between(self._numbers.first, self._numbers.last))
        )
        start = (self._numbers.first if highest is None else highest) + 1
        return range(start, start + count)


def index_all(connection: Connection) -> None:
    """Put all prompts of all roots into the index."""
    _index(connection, select(prompts.c.root_id, prompts.c.id))


def index_missing(connection: Connection) -> None:
    """Put those prompts into the index that were written before there was one."""
    indexed = exists().where(search_documents.c.prompt_id == prompts.c.id)
    alive = prompts.c.deleted.is_(None)
    _index(connection, select(prompts.c.root_id, prompts.c.id).where(alive, ~indexed))


def _index(connection: Connection, wanted: Select[tuple[int, str]]) -> None:
    rows = connection.execute(wanted).all()
    for root in {row.root_id for row in rows}:
        index = SearchIndex(connection, root)
        index.changed(row.id for row in rows if row.root_id == root)
        index.write()
