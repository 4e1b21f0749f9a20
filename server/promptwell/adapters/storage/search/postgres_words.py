"""The index of words in PostgreSQL, by its full-text search."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain
from math import log

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Select,
    and_,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from promptwell.adapters.storage.search.full_text import MOST_RANKED, Numbers, Ranked
from promptwell.adapters.storage.search.word_columns import WordColumns, columns_of_roles
from promptwell.adapters.storage.tables import prompts, search_documents
from promptwell.domain.prompts.search.query import Query, Term

# The letters by which PostgreSQL weighs words, as near to SQLite's columns as four can be.
_LETTERS = {"name": "A", "tags": "A", "description": "B", "path": "C", "about": "C"}
# Of D, C, B, A: what BM25 makes of SQLite's weights (1, 2.5, 4, 8) where a word stands once, w / (w + 1.2).
_WORTH = "{0.5, 0.75, 0.88, 1.0}"
_SPOKEN = ("system", "user", "assistant", "other")
# PostgreSQL keeps no places behind this one, and no more than a megabyte for a prompt.
_LAST_PLACE = 16_383
_MOST_BYTES = 900_000
_BYTES_BESIDE_A_WORD = 12
_MOST_WEIGHED = 3
# Words of two columns never follow each other.
_APART = 2

_WRITE = text(
    "UPDATE search_documents SET words = CAST(:words AS tsvector), spoken = CAST(:spoken AS tsvector) "
    "WHERE number = :number"
)
_COLUMNS = {
    name: literal_column(f"search_documents.{name}", TSVECTOR) for name in ("words", "spoken")
}


class PostgresWords:
    """The words of a root's prompts."""

    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def write(self, rows: Sequence[tuple[int, WordColumns]]) -> None:
        """Put the words of prompts, by number, in the place of those that are there."""
        if rows:
            self._connection.execute(
                _WRITE,
                [
                    {"number": number, "words": _words(columns), "spoken": _spoken(columns)}
                    for number, columns in rows
                ],
            )

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget the words of prompts: they go with the row that has their number."""

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

        Of very many, those that came last are ranked, and beside them those that have the words in
        their names or tags.
        """
        conditions = [*living, *filters]
        worths = self._worths(query)
        matching = _expression(query, any_term=any_term)
        found, partial = self._best(query, matching, conditions, worths, limit)
        if partial and not query.roles:
            naming = _expression(query, "A", any_term=any_term)
            found += self._best(query, naming, conditions, worths, limit)[0]
        return found, partial

    def excluded(self, query: Query) -> Select[tuple[int]] | None:
        """The numbers of the prompts that have words which must not be there."""
        if not query.excluded:
            return None
        letters = _role_letters(query)
        matching = _any_of(query.excluded, letters, "")
        return select(search_documents.c.number).where(self._has(_column(query), matching))

    def _best(
        self,
        query: Query,
        matching: str,
        conditions: Sequence[ColumnElement[bool]],
        worths: Sequence[tuple[str, float]],
        limit: int,
    ) -> tuple[list[Ranked], bool]:
        column = _column(query)
        fitting = (
            select(prompts.c.id, prompts.c.path, column.label("held"))
            .where(
                search_documents.c.prompt_id == prompts.c.id,
                self._has(column, matching),
                *conditions,
            )
            .order_by(search_documents.c.number.desc())
            .limit(MOST_RANKED + 1)
            .subquery()
        )
        score = _score(fitting.c.held, worths)
        count = func.count().over()
        rows = self._connection.execute(
            select(fitting.c.id, fitting.c.path, score.label("score"), count.label("matches"))
            .order_by(score.desc(), fitting.c.path)
            .limit(limit)
        ).all()
        partial = bool(rows) and rows[0].matches > MOST_RANKED
        return [Ranked(row.id, row.path, row.score) for row in rows], partial

    def _worths(self, query: Query) -> list[tuple[str, float]]:
        """What each part of a query is worth: a word that few prompts have says more than one that many have.

        That is the inverse document frequency of BM25, by which SQLite ranks. The rarest parts of a long
        query are weighed one by one and the others together, for each costs a look at every prompt found.
        """
        letters = _role_letters(query)
        parts = list(dict.fromkeys(_any_of(group, letters, "") for group in query.required))
        if len(parts) == 1:
            return [(parts[0], 1.0)]
        column = _column(query)
        # Numbers are given one after the other: the last one tells how many prompts there are, or were.
        last = select(func.max(search_documents.c.number)).where(
            search_documents.c.number.between(self._numbers.first, self._numbers.last)
        )
        counts = [
            select(func.count()).where(self._has(column, part)).scalar_subquery() for part in parts
        ]
        highest, *having = self._connection.execute(select(last.scalar_subquery(), *counts)).one()
        total = highest - self._numbers.first + 1 if highest is not None else 0
        worths = [log(1 + (total - many + 0.5) / (many + 0.5)) for many in having]
        by_worth = sorted(zip(parts, worths, strict=True), key=lambda each: -each[1])
        alone, others = by_worth[:_MOST_WEIGHED], by_worth[_MOST_WEIGHED:]
        if not others:
            return alone
        together = " | ".join(part for part, _ in others)
        return [*alone, (together, sum(worth for _, worth in others) / len(others))]

    def _has(self, column: ColumnElement[str], matching: str) -> ColumnElement[bool]:
        """The rows of the root that have what is asked for."""
        number = search_documents.c.number
        return and_(
            number.between(self._numbers.first, self._numbers.last),
            column.op("@@")(_asked(matching)),
        )


def _score(held: ColumnElement[str], worths: Iterable[tuple[str, float]]) -> ColumnElement[float]:
    """How well words fit: for each part of a query by how often and where they have it, and what it is worth."""
    weights = text(f"'{_WORTH}'::float4[]")
    # 1: a long prompt is not better because it has more words.
    each = (
        func.ts_rank(weights, held, _asked(part), 1, type_=Float) * literal(worth)
        for part, worth in worths
    )
    return reduce(operator.add, each)


def _words(columns: WordColumns) -> str:
    """All words with their places and the letters that weigh them."""
    named = columns._asdict()
    return _vector((words, "", _LETTERS.get(name, "D")) for name, words in named.items())


def _spoken(columns: WordColumns) -> str:
    """The words of messages, each behind the letter of its role."""
    named = columns._asdict()
    return _vector((named[name], name[0], "D") for name in _SPOKEN)


def _vector(parts: Iterable[tuple[Sequence[str], str, str]]) -> str:
    entries: list[str] = []
    held: set[str] = set()
    size = place = 0
    for words, before, letter in parts:
        for word in words:
            place = min(place + 1, _LAST_PLACE)
            lexeme = f"{before}:{word}" if before else word
            size += 2 if lexeme in held else len(lexeme.encode()) + _BYTES_BESIDE_A_WORD
            if size > _MOST_BYTES:
                return " ".join(entries)
            held.add(lexeme)
            entries.append(f"'{lexeme}':{place}{letter}")
        place += _APART
    return " ".join(entries)


def _column(query: Query) -> ColumnElement[str]:
    return _COLUMNS["spoken" if query.roles else "words"]


def _role_letters(query: Query) -> tuple[str, ...]:
    return tuple(name[0] for name in columns_of_roles(query.roles)) or ("",)


def _expression(query: Query, weight: str = "", *, any_term: bool) -> str:
    """A query as PostgreSQL reads it. Words hold letters and digits alone, so nothing of it can be misread."""
    letters = _role_letters(query)
    groups = (_any_of(group, letters, weight) for group in query.required)
    wanted = (" | " if any_term else " & ").join(f"({group})" for group in groups)
    if query.excluded:
        wanted = f"({wanted}) & !({_any_of(query.excluded, letters, '')})"
    return wanted


def _any_of(terms: Iterable[Term], letters: Iterable[str], weight: str) -> str:
    return " | ".join(
        chain.from_iterable((_phrase(term, letter, weight) for letter in letters) for term in terms)
    )


def _phrase(term: Term, letter: str, weight: str) -> str:
    lexemes = [f"'{letter}:{word}'" if letter else f"'{word}'" for word in term.words]
    marks = [weight] * len(lexemes)
    if term.prefix:
        marks[-1] += "*"
    parts = [
        f"{lexeme}:{mark}" if mark else lexeme for lexeme, mark in zip(lexemes, marks, strict=True)
    ]
    return f"({' <-> '.join(parts)})"


def _asked(matching: str) -> ColumnElement[str]:
    return literal(matching).cast(TSQUERY)
