"""How SQLite goes about a search: the index of words first, then rows by their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from tests.adapters.storage.records import ROOT, prompt

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.search.query import Query, parse_query
from promptwell.services.context import Transaction

ASKED: dict[str, Callable[[Transaction, Query], object]] = {
    "words": lambda rows, query: rows.search.by_words(query, 10),
    "path": lambda rows, query: rows.search.by_path(query, "a", 10),
    "fitting": lambda rows, query: rows.search.fitting(query, ["id of a"]),
    "chunks": lambda rows, _: rows.chunks.of("id of a"),
    "keys": lambda rows, _: rows.chunks.with_key(["k"]),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(str(tmp_path))
    yield opened
    opened.close()


QUERIES = [
    "refund policy",
    "refund -policy",
    "refund tag:x -tag:y model:m* status:draft",
    "refund path:a role:system project:p meta.x:1 updated:>2026",
    "-refund",
]


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of any database meanwhile."""
    seen: list[tuple[str, Any]] = []

    def remember(
        _c: object, _cursor: object, statement: str, values: object, *_rest: object
    ) -> None:
        seen.append((statement, values))

    event.listen(Engine, "before_cursor_execute", remember)
    yield seen
    event.remove(Engine, "before_cursor_execute", remember)


def plans(store: SqlStore, ask: Callable[[Transaction, Query], object], query: str) -> list[str]:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a")])
    with store.reading(ROOT) as rows:
        with statements() as seen:
            ask(rows, parse_query(query)[0])
        connection = rows.prompts._connection  # type: ignore[attr-defined]
        return [
            "\n".join(
                row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", values)
            )
            for each, values in seen
            if each.startswith("SELECT")
        ]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("asked", ASKED)
def test_no_table_is_read_through(store: SqlStore, asked: str, query: str) -> None:
    for plan in plans(store, ASKED[asked], query):
        for line in plan.splitlines():
            # The index of words is a virtual table; every look into it says SCAN.
            assert "SCAN" not in line or "search_words VIRTUAL TABLE" in line, plan
            # `M` is a match: single rows of the index are never looked for.
            assert "search_words" not in line or "M" in line.rpartition("INDEX")[2], plan


def test_the_best_are_taken_without_sorting_all(store: SqlStore) -> None:
    ranked = plans(store, ASKED["words"], "refund policy")[-1]
    assert "USE TEMP B-TREE" not in ranked
    assert [line.split()[1] for line in ranked.splitlines()] == [
        "search_words",
        "search_documents",
        "prompts",
    ]


def test_a_page_by_path_is_read_in_the_order_of_an_index(store: SqlStore) -> None:
    (page,) = plans(store, ASKED["path"], "tag:x updated:>2026")
    assert "USE TEMP B-TREE FOR ORDER BY" not in page
    assert "ix_prompts_living_path" in page or "ix_prompts_path" in page
