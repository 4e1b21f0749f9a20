"""Transactions, and opening a store again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.adapters.storage.records import ROOT, prompt

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.errors import ConflictError, StoreError


def test_an_error_undoes_the_whole_transaction(store: SqlStore) -> None:
    def write_and_fail() -> None:
        with store.writing(ROOT) as rows:
            rows.prompts.insert([prompt("a")])
            raise ConflictError("mine")

    with pytest.raises(ConflictError, match="mine"):
        write_and_fail()
    with store.reading(ROOT) as rows:
        assert rows.prompts.names() == []


def test_a_reader_keeps_the_view_that_it_began_with(store: SqlStore) -> None:
    with store.reading(ROOT) as before:
        assert before.prompts.names() == []
        with store.writing(ROOT) as rows:
            rows.prompts.insert([prompt("a")])
        assert before.prompts.names() == []
        with store.reading(ROOT) as after:
            assert after.prompts.names() == ["a"]


def test_a_reader_can_not_write(store: SqlStore) -> None:
    with pytest.raises(StoreError), store.reading(ROOT) as rows:
        rows.contents.put("text")


def test_what_was_written_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    first = open_store(str(tmp_path))
    with first.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a")])
    first.close()
    second = open_store(str(tmp_path))
    with second.reading(ROOT) as rows:
        assert rows.prompts.names() == ["a"]
    second.close()
