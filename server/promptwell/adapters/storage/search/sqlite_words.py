"""The index of words in SQLite, by FTS5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from promptwell.adapters.storage.search.full_text import MOST_RANKED, Numbers, Ranked
from promptwell.adapters.storage.search.word_columns import (
    NAMING,
    WEIGHTS,
    WordColumns,
    columns_of_roles,
)
from promptwell.adapters.storage.tables import prompts, search_documents
from promptwell.domain.prompts.search.query import Query, Term

_words = Table(
    "search_words",
    MetaData(),  # a virtual table, which migrations make by hand
    Column("rowid", Integer, primary_key=True),
    Column("search_words", String),
    Column("rank", Float),
)
_REMOVE = text("DELETE FROM search_words WHERE rowid = :number")
_ADD = text(
    f"INSERT INTO search_words (rowid, {', '.join(WEIGHTS)}) "  # noqa: S608  # names of ours
    f"VALUES (:number, {', '.join(f':{name}' for name in WEIGHTS)})"
)
_WEIGHED = literal_column(f"bm25(search_words, {', '.join(map(str, WEIGHTS.values()))})", Float)
# The index of words is asked first: with `+` its number is no way to look for single rows of it.
_JOINED = (
    search_documents.c.number == UnaryExpression(_words.c.rowid, operator=custom_op("+")),
    prompts.c.id == search_documents.c.prompt_id,
)


class SqliteWords:
    """The words of a root's prompts."""

    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def write(self, rows: Sequence[tuple[int, WordColumns]]) -> None:
        """Put the words of prompts, by number, in the place of those that are there."""
        if rows:
            self.remove([number for number, _ in rows])
            self._connection.execute(
                _ADD,
                [
                    {
                        "number": number,
                        **{name: " ".join(words) for name, words in columns._asdict().items()},
                    }
                    for number, columns in rows
                ],
            )

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget the words of prompts."""
        self._connection.execute(_REMOVE, [{"number": number} for number in numbers])

    def ranked(
        self,
        query: Query,
        living: Sequence[ColumnElement[bool]],
        filters: Sequence[ColumnElement[bool]],
        limit: int,
        *,
        any_term: bool,
    ) -> tuple[list[Ranked], bool]:
        """The prompts that have a query's words and fit what nearly all fit (`living`), and `filters`.

        A rank costs 2 µs a prompt: of very many, those that came last are ranked, and beside them
        those that have the words in their names or tags.
        """
        conditions = [*living, *filters]
        # FTS5 sorts by its own `rank` before it asks the other tables: best where nearly all that
        # match fit. Else what does not fit is not to be weighed.
        rank = _WEIGHED if filters else _words.c.rank
        matching = _expression(query, any_term=any_term)
        least = self._behind_most(matching, filters)
        found = self._best(matching, conditions, rank, limit, least)
        if least is not None:
            naming = f"{{{' '.join(NAMING)}}} : ({matching})"
            found += self._best(naming, conditions, rank, limit, self._behind_most(naming, filters))
        return found, least is not None

    def excluded(self, query: Query) -> Select[tuple[int]] | None:
        """The numbers of the prompts that have words which must not be there."""
        if not query.excluded:
            return None
        matching = _in_roles(query, _any_of(query.excluded))
        return select(_words.c.rowid).where(*self._matching(matching, self._numbers.first))

    def _matching(self, matching: str, least: int) -> tuple[ColumnElement[bool], ...]:
        return (
            _words.c.search_words.op("MATCH")(matching),
            _words.c.rowid.between(least, self._numbers.last),
        )

    def _behind_most(self, matching: str, filters: Sequence[ColumnElement[bool]]) -> int | None:
        """The number of the last prompt to be ranked, counted from the newest; None to rank all."""
        if self._highest() - self._numbers.first <= MOST_RANKED:
            return None
        statement = select(_words.c.rowid).where(*self._matching(matching, self._numbers.first))
        if filters:
            statement = statement.where(*_JOINED, *filters)
        return self._connection.scalar(
            statement.order_by(_words.c.rowid.desc()).limit(1).offset(MOST_RANKED)
        )

    def _highest(self) -> int:
        number = search_documents.c.number
        within = number.between(self._numbers.first, self._numbers.last)
        highest = self._connection.scalar(select(func.max(number)).where(within))
        return self._numbers.first if highest is None else highest

    def _best(
        self,
        matching: str,
        conditions: Sequence[ColumnElement[bool]],
        rank: ColumnElement[float],
        limit: int,
        least: int | None,
    ) -> list[Ranked]:
        statement = (
            select(prompts.c.id, prompts.c.path, rank.label("score"))
            .where(
                *self._matching(matching, self._numbers.first if least is None else least),
                *_JOINED,
                *conditions,
            )
            .order_by(rank)
            .limit(limit)
        )
        return [Ranked(row.id, row.path, -row.score) for row in self._connection.execute(statement)]


def _expression(query: Query, *, any_term: bool) -> str:
    """A query as FTS5 reads it. Words hold letters and digits alone, so nothing of it can be misread."""
    groups = [_any_of(group) for group in query.required]
    wanted = (" OR " if any_term else " AND ").join(f"({group})" for group in groups)
    if query.excluded:
        wanted = f"({wanted}) NOT ({_any_of(query.excluded)})"
    return _in_roles(query, wanted)


def _in_roles(query: Query, matching: str) -> str:
    columns = columns_of_roles(query.roles)
    return f"{{{' '.join(columns)}}} : ({matching})" if columns else matching


def _any_of(terms: Iterable[Term]) -> str:
    return " OR ".join(f'"{" ".join(term.words)}"{"*" if term.prefix else ""}' for term in terms)
