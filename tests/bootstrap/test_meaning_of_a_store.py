"""Search by meaning with the real model and Chroma, while the store goes on living."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from tests.adapters.storage.conftest import new_database, postgres  # noqa: F401  # fixtures
from tests.packaged_model import packaged_model

from promptwell.adapters.storage.opening import open_store, open_team_store
from promptwell.bootstrap.meaning import StoreMeaning
from promptwell.bootstrap.operations import Operations, local_user
from promptwell.bootstrap.stores import files_of
from promptwell.settings.machine import SearchChoice

pytestmark = pytest.mark.semantic

REFUND = "---\nname: refund\n---\nsystem:\nExplain how customers get their money back.\n"
DIGEST = "---\nname: digest\n---\nsystem:\nSummarize the article in three sentences.\n"


class Living:
    """A workspace and its store, open as in an engine."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.root = folder / "shop"
        self.root.mkdir(parents=True)
        self._named = "" if database else str(self.root)
        store = str(folder / "store")
        self._store = open_team_store(database) if database else open_store(store)
        self.meaning = StoreMeaning(self._store, store, SearchChoice(packaged_model(), ""))
        files = partial(files_of, self._store)
        self._operations = Operations(self._store, files, cast("Any", None), meaning=self.meaning)

    def call(self, name: str, /, **asked: Any) -> Any:
        return self._operations.run(name, asked, root=self._named, actor=local_user())

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


@pytest.mark.xdist_group("postgres")
def test_vectors_that_another_server_of_the_database_made_or_restored_are_found(
    new_database: Callable[[], str],  # noqa: F811  # the fixture
    tmp_path: Path,
) -> None:
    database, backup = new_database(), str(tmp_path / "team.zip")
    one, other = (Living(tmp_path / name, database) for name in ("one", "other"))
    other.call("prompt.new", name="refund", text=REFUND)
    other.call("index.embed")
    assert one.found("reimbursement") == ["refund"]
    other.call("backup", destination=backup)
    other.call("prompt.new", name="digest", text=DIGEST)
    other.call("index.embed")
    assert one.found("condense a news story") == ["digest"]
    other.call("prompt.delete", prompts=["refund"])
    other.call("store.prune")
    assert "refund" not in one.found("reimbursement")
    other.call("restore", source=backup, replace=True)
    assert one.found("condense a news story") == []
    assert one.found("reimbursement") == ["refund"]
    for each in (one, other):
        each.close()


def test_a_prompt_that_comes_back_is_found_where_its_vectors_were_never_forgotten(
    living: Living,
) -> None:
    (living.root / "digest.prompty").write_text(DIGEST)
    living.call("index")
    living.call("index.embed")
    living.call("prompt.delete", prompts=["digest"])
    living.meaning.renew()
    assert living.found("condense a news story") == []
    living.call("prompt.restore", prompt="digest")
    assert living.found("condense a news story") == ["digest"]
