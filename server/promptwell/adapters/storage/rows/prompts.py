"""The prompts of a root."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, union, update

from promptwell.adapters.storage.rows.prompt_record import (
    COLUMNS,
    field_rows,
    indexed,
    record_of,
    row_of,
    tag_rows,
)
from promptwell.adapters.storage.rows.prompt_selection import conditions
from promptwell.adapters.storage.search.index import SearchIndex
from promptwell.adapters.storage.tables import prompt_fields, prompt_tags, prompts
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.record import PromptRecord


class SqlPrompts:
    """`PromptRows` in a database."""

    def __init__(self, connection: Connection, root: int, index: SearchIndex) -> None:
        self._connection = connection
        self._root = root
        self._index = index
        self._living = (prompts.c.root_id == root, prompts.c.deleted.is_(None))

    def by_id(self, id: str) -> PromptRecord | None:  # noqa: A002  # the word for it
        """The prompt of that identity."""
        return self._one(prompts.c.id == id, prompts.c.root_id == self._root)

    def by_path(self, path: str) -> PromptRecord | None:
        """The living prompt at a path."""
        return self._one(*self._living, prompts.c.path == path)

    def by_name(self, name: str) -> Sequence[PromptRecord]:
        """The living prompts of that name, in the order of their paths."""
        return self._many(*self._living, prompts.c.name == indexed(name))

    def in_file(self, file: str) -> Sequence[PromptRecord]:
        """The living prompts of a file, in the order of their paths."""
        return self._many(*self._living, prompts.c.file == file)

    def names(self) -> Sequence[str]:
        """The names and paths of all living prompts, to find the nearest of one that is not there."""
        both = union(
            select(prompts.c.name).where(*self._living), select(prompts.c.path).where(*self._living)
        )
        return sorted(self._connection.scalars(both))

    def select(self, selection: Selection, after: str, limit: int) -> Sequence[PromptRecord]:
        """Prompts in the order of their paths, those behind a path."""
        behind = (prompts.c.path > after,) if after else ()
        return self._many(*conditions(self._root, selection), *behind, limit=limit)

    def paths(self, selection: Selection) -> Sequence[str]:
        """The paths of a selection."""
        statement = select(prompts.c.path).where(*conditions(self._root, selection))
        return list(self._connection.scalars(statement))

    def count(self, selection: Selection) -> int:
        """How many prompts a selection has."""
        statement = select(func.count()).where(*conditions(self._root, selection))
        return self._connection.scalar(statement.select_from(prompts)) or 0

    def insert(self, records: Iterable[PromptRecord]) -> None:
        """Add prompts."""
        records = list(records)
        if not records:
            return
        self._connection.execute(
            insert(prompts), [row_of(record, self._root) for record in records]
        )
        self._insert_details(records)
        self._index.changed(record.id for record in records)

    def update(self, record: PromptRecord, seen: int) -> bool:
        """Write a record over the revision that was seen; False, and nothing written, if it changed."""
        written = self._connection.execute(
            update(prompts)
            .where(
                prompts.c.id == record.id,
                prompts.c.root_id == self._root,
                prompts.c.revision == seen,
            )
            .values(row_of(record, self._root))
        )
        if written.rowcount != 1:
            return False
        for table in (prompt_tags, prompt_fields):
            self._connection.execute(delete(table).where(table.c.prompt_id == record.id))
        self._insert_details([record])
        self._index.changed([record.id])
        return True

    def gone(self, limit: int) -> Sequence[PromptRecord]:
        """The prompts that were deleted last, newest first."""
        rows = self._connection.execute(
            select(*COLUMNS)
            .where(prompts.c.root_id == self._root, prompts.c.deleted.is_not(None))
            .order_by(prompts.c.deleted.desc())
            .limit(limit)
        )
        return [record_of(row) for row in rows]

    def gone_from(self, path: str) -> PromptRecord | None:
        """The prompt that was deleted last at a path."""
        row = self._connection.execute(
            select(*COLUMNS)
            .where(
                prompts.c.root_id == self._root,
                prompts.c.path == path,
                prompts.c.deleted.is_not(None),
            )
            .order_by(prompts.c.deleted.desc())
        ).first()
        return None if row is None else record_of(row)

    def erase(self, id: str) -> None:  # noqa: A002  # the word for it
        """Forget a prompt and all that is kept about it."""
        self._index.forget([id])
        self._connection.execute(
            delete(prompts).where(prompts.c.id == id, prompts.c.root_id == self._root)
        )

    def _one(self, *conditions: ColumnElement[bool]) -> PromptRecord | None:
        row = self._connection.execute(select(*COLUMNS).where(*conditions)).first()
        return None if row is None else record_of(row)

    def _many(
        self, *conditions: ColumnElement[bool], limit: int | None = None
    ) -> Sequence[PromptRecord]:
        rows = self._connection.execute(
            select(*COLUMNS).where(*conditions).order_by(prompts.c.path).limit(limit)
        )
        return [record_of(row) for row in rows]

    def _insert_details(self, records: Sequence[PromptRecord]) -> None:
        tags = list(chain.from_iterable(map(tag_rows, records)))
        if tags:
            self._connection.execute(insert(prompt_tags), tags)
        fields = list(chain.from_iterable(map(field_rows, records)))
        if fields:
            self._connection.execute(insert(prompt_fields), fields)
