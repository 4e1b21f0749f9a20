"""Vectors of chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select

from promptwell.adapters.storage.rows.insertion import insert_or_replace
from promptwell.adapters.storage.rows.marks import vectors_mark
from promptwell.adapters.storage.tables import chunks, embeddings, prompts
from promptwell.domain.prompts.ports import EmbeddingRow

# Both databases take far more values in one statement than this.
_AT_ONCE = 500


class SqlEmbeddings:
    """`EmbeddingRows` in a database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.written = False
        """Whether vectors were written."""

    def missing(self, model: str, limit: int, after: str = "") -> Sequence[tuple[str, str]]:
        """Chunks of living prompts without a vector of that model, as (key, text)."""
        rows = self._connection.execute(
            select(chunks.c.key, chunks.c.meaning)
            .distinct()
            .where(chunks.c.key > after, _alive(), ~_has_one(model))
            .order_by(chunks.c.key)
            .limit(limit)
        )
        return [(row.key, row.meaning) for row in rows]

    def missing_count(self, model: str) -> int:
        """How many there are."""
        statement = select(func.count(chunks.c.key.distinct())).where(_alive(), ~_has_one(model))
        return self._connection.scalar(statement) or 0

    def has_any(self, model: str) -> bool:
        """Whether there is a vector of that model."""
        found = select(embeddings.c.key).where(embeddings.c.model == model).limit(1)
        return self._connection.scalar(found) is not None

    def known_count(self, model: str) -> int:
        """How many chunks of living prompts have a vector of that model."""
        statement = select(func.count(chunks.c.key.distinct())).where(_alive(), _has_one(model))
        return self._connection.scalar(statement) or 0

    def put(self, model: str, rows: Iterable[EmbeddingRow]) -> None:
        """Keep vectors."""
        self.written = True
        insert_or_replace(
            self._connection,
            embeddings,
            [{"model": model, "key": row.key, "vector": row.vector} for row in rows],
        )

    def get(self, model: str, keys: Sequence[str], *, living: bool = False) -> dict[str, bytes]:
        """The vectors of some chunks, by key; with `living` only of those that living prompts have."""
        found: dict[str, bytes] = {}
        only = (_is_used(),) if living else ()
        for begin in range(0, len(keys), _AT_ONCE):
            rows = self._connection.execute(
                select(embeddings.c.key, embeddings.c.vector).where(
                    embeddings.c.model == model,
                    embeddings.c.key.in_(keys[begin : begin + _AT_ONCE]),
                    *only,
                )
            )
            found.update((row.key, row.vector) for row in rows)
        return found

    def mark(self) -> str:
        """Another text whenever the vectors of living prompts may have become others, by whomever."""
        return vectors_mark(self._connection)

    def keys(self, model: str) -> set[str]:
        """The keys of all vectors of that model, also of those that no living prompt has."""
        statement = select(embeddings.c.key).where(embeddings.c.model == model)
        return set(self._connection.scalars(statement))

    def all(self, model: str) -> Iterator[EmbeddingRow]:
        """Every vector of chunks that living prompts have."""
        rows = self._connection.execute(
            select(embeddings.c.key, embeddings.c.vector)
            .where(embeddings.c.model == model, _is_used())
            .order_by(embeddings.c.key)
            .execution_options(yield_per=_AT_ONCE)
        )
        return (EmbeddingRow(row.key, row.vector) for row in rows)

    def prune(self, spare: int = 0) -> int:
        """Forget the vectors of chunks that no prompt has any more, if they are more than so many; how many."""
        used = exists().where(chunks.c.key == embeddings.c.key)
        unused = select(func.count()).select_from(embeddings).where(~used)
        if spare and (self._connection.scalar(unused) or 0) <= spare:
            return 0
        return self._connection.execute(delete(embeddings).where(~used)).rowcount


def _alive() -> ColumnElement[bool]:
    return exists().where(prompts.c.id == chunks.c.prompt_id, prompts.c.deleted.is_(None))


def _is_used() -> ColumnElement[bool]:
    return exists().where(chunks.c.key == embeddings.c.key, _alive())


def _has_one(model: str) -> ColumnElement[bool]:
    return exists().where(embeddings.c.model == model, embeddings.c.key == chunks.c.key)
