"""Versions come back as they were kept, and what goes leaves the graph whole."""

from __future__ import annotations

from tests.adapters.storage.records import ROOT, later, prompt, version

from promptwell.adapters.storage.store import SqlStore, SqlTransaction
from promptwell.domain.versions.graph import has_cycle
from promptwell.domain.versions.version import Branch

A = "id of a"


def fill(rows: SqlTransaction) -> None:
    rows.prompts.insert([prompt("a")])
    rows.versions.insert(
        [version(1), version(2, 1), version(3, 1, branch="idea"), version(4, 2, 3, cause="merge")]
    )


def test_versions_come_back_as_they_were_kept(store: SqlStore) -> None:
    kept = version(
        5,
        4,
        2,
        semantic_id="s1:x",
        message="why",
        commit="c" * 40,
        metrics={"score": 0.5},
        begun=later(1),
    )
    with store.writing(ROOT) as rows:
        fill(rows)
        rows.versions.insert([kept])
    with store.reading(ROOT) as rows:
        assert rows.versions.by_id(kept.id) == kept
        assert rows.versions.by_number(A, 5) == kept
        assert rows.versions.with_text(A, kept.text_id) == kept
        assert [each.number for each in rows.versions.select(A, 0, 10)] == [5, 4, 3, 2, 1]
        assert [each.number for each in rows.versions.select(A, 4, 2)] == [3, 2]
        assert rows.versions.last_number(A) == 5


def test_versions_that_are_there_stay(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        fill(rows)
        rows.versions.insert([version(2, 1, message="other"), version(5, 4)])
        assert [each.message for each in rows.versions.select(A, 0, 10)] == [""] * 5


def test_children_of_a_version_that_goes_come_from_its_parents(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        fill(rows)
        rows.versions.remove(["version 2", "version 3"])
        graph = rows.versions.graph(A)
    assert graph == {"version 1": [], "version 4": ["version 1"]}
    assert not has_cycle(graph)


def test_one_branch_is_the_current_one(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        fill(rows)
        rows.versions.put_branch(Branch(prompt=A, name="main", head="version 2", current=True))
        rows.versions.put_branch(Branch(prompt=A, name="idea", head="version 3", current=True))
        found = {each.name: each.current for each in rows.versions.branches(A)}
    assert found == {"main": False, "idea": True}


def test_what_became_known_later_stands_with_the_version(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        fill(rows)
        rows.versions.learn("version 1", commit="c")
        rows.versions.measure("version 1", {"score": 0.25, "cost": 1})
        rows.versions.measure("version 1", {"score": 0.5})
        found = rows.versions.by_id("version 1")
    assert found is not None
    assert (found.commit, found.semantic_id) == ("c", "")
    assert found.metrics == {"cost": 1.0, "score": 0.5}


def test_a_text_is_kept_as_long_as_a_version_has_it(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        fill(rows)
        kept = rows.contents.put("of a version")
        gone = rows.contents.put("of nothing")
        rows.versions.insert([version(5, 4, content=kept)])
        assert rows.versions.prune_texts() == 1
        assert rows.contents.get(kept) == "of a version"
        assert rows.contents.get(gone) is None


def test_versions_go_with_their_prompt(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        fill(rows)
        rows.prompts.erase(A)
        assert rows.versions.graph(A) == {}
