"""What a search asks of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, select

from promptwell.adapters.storage.rows.prompt_record import COLUMNS, record_of
from promptwell.adapters.storage.search.filter_conditions import filter_conditions, living
from promptwell.adapters.storage.search.index import SearchIndex
from promptwell.adapters.storage.tables import (
    chunks,
    prompt_fields,
    prompts,
    search_documents,
)
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.ports import Found
from promptwell.domain.prompts.search.query import Query

# Both databases take far more values in one statement than this.
_AT_ONCE = 500


class SqlSearch:
    """`SearchRows` in a database."""

    def __init__(self, connection: Connection, root: int, index: SearchIndex) -> None:
        self._connection = connection
        self._root = root
        self._index = index
        self._dialect = connection.dialect.name

    def by_words(self, query: Query, limit: int, *, any_term: bool = False) -> Found:
        """The prompts that a query is about, by its words; with `any_term` one of the words will do."""
        if not query.required:
            return Found()
        ranked, partial = self._index.full_text.ranked(
            query,
            living(self._root, query),
            filter_conditions(query.filters, self._dialect),
            limit,
            any_term=any_term,
        )
        ranked.sort(key=lambda each: (-each.score, each.path))
        return Found(tuple(dict.fromkeys(each.prompt for each in ranked))[:limit], partial)

    def by_path(self, query: Query, after: str, limit: int) -> Sequence[PromptRecord]:
        """The prompts that fit a query's filters and have none of its excluded words, behind a path."""
        behind = (prompts.c.path > after,) if after else ()
        rows = self._connection.execute(
            select(*COLUMNS)
            .where(prompts.c.root_id == self._root, *self._conditions(query), *behind)
            .order_by(prompts.c.path)
            .limit(limit)
        )
        return [record_of(row) for row in rows]

    def fitting(self, query: Query, of_prompts: Sequence[str]) -> Mapping[str, PromptRecord]:
        """Those of some prompts that are not deleted and fit a query's filters."""
        found: dict[str, PromptRecord] = {}
        for begin in range(0, len(of_prompts), _AT_ONCE):
            rows = self._connection.execute(
                select(*COLUMNS).where(
                    prompts.c.id.in_(of_prompts[begin : begin + _AT_ONCE]),
                    *living(self._root, query),
                    *filter_conditions(query.filters, self._dialect),
                )
            )
            found.update((record.id, record) for record in map(record_of, rows))
        return found

    def keys(self, query: Query, limit: int) -> Sequence[str] | None:
        """The keys of the chunks in which a query with filters may be answered; None for more than `limit`."""
        keys = list(
            self._connection.scalars(
                select(chunks.c.key)
                .where(
                    prompts.c.id == chunks.c.prompt_id,
                    prompts.c.root_id == self._root,
                    *self._conditions(query),
                )
                .distinct()
                .limit(limit + 1)
            )
        )
        return keys if len(keys) <= limit else None

    def own_fields(self) -> Sequence[str]:
        """The names of a team's own fields that some prompt has."""
        return sorted(self._connection.scalars(select(prompt_fields.c.name).distinct()))

    def _conditions(self, query: Query) -> list[ColumnElement[bool]]:
        found = [*living(self._root, query), *filter_conditions(query.filters, self._dialect)]
        excluded = self._index.full_text.excluded(query)
        if excluded is not None:
            unwanted = select(search_documents.c.prompt_id).where(
                search_documents.c.number.in_(excluded)
            )
            found.append(prompts.c.id.not_in(unwanted))
        return found
