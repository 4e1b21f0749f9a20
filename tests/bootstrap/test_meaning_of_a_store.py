"""Search by meaning with the real model and Chroma, while the store goes on living."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from tests.packaged_model import packaged_model

from promptwell.adapters.storage.opening import open_store
from promptwell.bootstrap.meaning import StoreMeaning
from promptwell.bootstrap.operations import Operations, local_user
from promptwell.bootstrap.stores import files_of
from promptwell.settings.machine import SearchChoice

pytestmark = pytest.mark.semantic

REFUND = "---\nname: refund\n---\nsystem:\nExplain how customers get their money back.\n"
DIGEST = "---\nname: digest\n---\nsystem:\nSummarize the article in three sentences.\n"


class Living:
    """A workspace and its store, open as in an engine."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "shop"
        self.root.mkdir()
        self._store = open_store(str(folder / "store"))
        self.meaning = StoreMeaning(
            self._store, str(folder / "store"), SearchChoice(packaged_model(), "")
        )
        files = partial(files_of, self._store)
        self._operations = Operations(self._store, files, cast("Any", None), meaning=self.meaning)

    def call(self, name: str, **asked: Any) -> Any:
        return self._operations.run(name, asked, root=str(self.root), actor=local_user())

    def found(self, query: str) -> list[str]:
        hits = self.call("search", query=query, mode="meaning")["hits"]
        return [hit["name"] for hit in hits]

    def close(self) -> None:
        self._operations.close()


@pytest.fixture
def living(tmp_path: Path) -> Iterator[Living]:
    opened = Living(tmp_path)
    (opened.root / "refund.prompty").write_text(REFUND)
    opened.call("index")
    opened.call("index.embed")
    yield opened
    opened.close()


def test_the_vectors_follow_a_store_that_was_restored(living: Living, tmp_path: Path) -> None:
    backup = str(tmp_path / "shop.zip")
    (tmp_path / "other").mkdir()
    other = Living(tmp_path / "other")
    for name, text in (("refund", REFUND), ("digest", DIGEST)):
        (other.root / f"{name}.prompty").write_text(text)
    other.call("index")
    other.call("index.embed")
    other.call("backup", destination=backup)
    other.close()
    assert living.found("condense a news story") == []
    (living.root / "digest.prompty").write_text(DIGEST)
    living.call("restore", source=backup)
    assert living.found("condense a news story") == ["digest"]


def test_a_query_that_was_asked_before_is_remembered_and_told(living: Living) -> None:
    assert "query embeddings" not in living.meaning.caches()
    first = living.call("search", query="reimbursement")
    assert living.call("search", query="reimbursement") == first
    counts = living.meaning.caches()["query embeddings"]
    assert (counts.hits, counts.misses) == (1, 1)


def test_what_moves_keeps_its_vectors_and_that_is_told(living: Living) -> None:
    counts = living.meaning.caches()["embeddings"]
    assert counts.hits == 0
    assert counts.misses == counts.size > 0
    living.call("prompt.move", prompt="refund", target="billing/")
    assert living.call("index.embed")["embedded"] == 0
    counts = living.meaning.caches()["embeddings"]
    assert counts.hits == counts.misses
