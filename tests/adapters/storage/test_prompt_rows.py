"""The prompts of a root, in a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from tests.adapters.storage.records import NOON, ROOT, later, project, prompt

from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.ports import Selection
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import chunks_of
from promptwell.errors import ConflictError
from promptwell.language.syntax.parse import parse

FULL = prompt(
    "sales/écho \U0001f600 \udcff.prompty",
    revision=3,
    description='Says "it"\0 again\U0010ffff \ufffe',
    model="gpt-5",
    status="approved",
    category="chat",
    owner="ann",
    tags=("b", "a", "b"),
    fields={
        "audience": "adults \udc80",
        "limit": 3,
        "share": 0.25,
        "public": True,
        "regions": ("eu", "us"),
        "none": (),
    },
    created=NOON.astimezone(timezone(timedelta(hours=5))),
    archived=True,
    deleted=later(1),
)


def keep(store: SqlStore, *records: PromptRecord, root: str = ROOT) -> None:
    with store.writing(root) as rows:
        rows.prompts.insert(records)


def paths(store: SqlStore, selection: Selection, after: str = "", limit: int = 100) -> list[str]:
    with store.reading(ROOT) as rows:
        found = [record.path for record in rows.prompts.select(selection, after, limit)]
        assert rows.prompts.count(selection) >= len(found)
    return found


def test_a_record_comes_back_as_it_was(store: SqlStore) -> None:
    keep(store, FULL)
    with store.reading(ROOT) as rows:
        found = rows.prompts.by_id(FULL.id)
    assert found == FULL
    assert found is not None
    assert [type(value) for value in found.fields.values()] == [str, int, float, bool, tuple, tuple]


def test_a_root_sees_its_own_prompts_alone(store: SqlStore) -> None:
    keep(store, prompt("a.prompty"))
    keep(store, prompt("a.prompty", id="other"), root="/work/other")
    with store.reading(ROOT) as rows:
        assert rows.prompts.by_id("other") is None
        assert [found.id for found in rows.prompts.by_name("a")] == ["id of a.prompty"]
    with store.reading("/work/never seen") as rows:
        assert rows.prompts.by_path("a.prompty") is None
        assert rows.prompts.names() == []


def test_living_prompts_are_found_by_path_name_and_file(store: SqlStore) -> None:
    keep(
        store,
        prompt("b/ask.prompty"),
        prompt("a/ask.prompty"),
        prompt("all.yaml#one"),
        prompt("all.yaml#two"),
        prompt("all.yaml#gone", deleted=NOON),
        prompt("a/ask.prompty", id="before", deleted=NOON),
    )
    with store.reading(ROOT) as rows:
        found = rows.prompts.by_path("a/ask.prompty")
        assert found is not None
        assert found.id == "id of a/ask.prompty"
        assert rows.prompts.by_path("all.yaml#gone") is None
        assert [each.path for each in rows.prompts.by_name("ask")] == [
            "a/ask.prompty",
            "b/ask.prompty",
        ]
        assert [each.path for each in rows.prompts.in_file("all.yaml")] == [
            "all.yaml#one",
            "all.yaml#two",
        ]
        assert rows.prompts.names() == [
            "a/ask.prompty",
            "all",
            "all.yaml#one",
            "all.yaml#two",
            "ask",
            "b/ask.prompty",
        ]


def test_two_living_prompts_can_not_have_one_path(store: SqlStore) -> None:
    keep(store, prompt("a.prompty"))
    with pytest.raises(ConflictError):
        keep(store, prompt("b.prompty"), prompt("a.prompty", id="second"))
    assert paths(store, Selection()) == ["a.prompty"]


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        (Selection(), ["a.prompty", "sub/b.prompty", "sub/c.prompty", "sub2/d.prompty"]),
        (Selection(folder="sub"), ["sub/b.prompty", "sub/c.prompty"]),
        (Selection(folder="sub/"), ["sub/b.prompty", "sub/c.prompty"]),
        (Selection(tags=("x",)), ["a.prompty", "sub/b.prompty"]),
        (Selection(tags=("x", "y")), ["sub/b.prompty"]),
        (Selection(status="draft"), ["a.prompty"]),
        (Selection(category="chat"), ["sub/b.prompty"]),
        (Selection(owner="ann"), ["sub/c.prompty"]),
        (Selection(model="gpt-5"), ["sub2/d.prompty"]),
        (Selection(format="dotprompt"), ["sub2/d.prompty"]),
        (Selection(project="id of shop"), ["sub/b.prompty", "sub2/d.prompty"]),
        (Selection(project="id of shop", folder="sub", tags=("y",)), ["sub/b.prompty"]),
        (Selection(archived=True), ["old.prompty"]),
        (Selection(deleted=True), ["gone.prompty"]),
        (Selection(deleted=None, archived=None, folder=""), ["a.prompty", "gone.prompty"]),
    ],
)
def test_a_selection_has_what_holds_for_all_of_it(
    store: SqlStore, selection: Selection, wanted: list[str]
) -> None:
    keep(
        store,
        prompt("sub2/d.prompty", model="gpt-5", format="dotprompt"),
        prompt("a.prompty", tags=("x",), status="draft"),
        prompt("sub/b.prompty", tags=("x", "y"), category="chat"),
        prompt("sub/c.prompty", owner="ann"),
        prompt("old.prompty", archived=True),
        prompt("gone.prompty", deleted=NOON),
    )
    with store.writing(ROOT) as rows:
        rows.projects.insert(project("shop"))
        rows.projects.add("id of shop", ["id of sub/b.prompty", "id of sub2/d.prompty"])
    if selection.deleted is None:
        assert paths(store, selection, limit=2) == wanted
    else:
        assert paths(store, selection) == wanted


def test_pages_go_on_behind_the_last_path(store: SqlStore) -> None:
    # The order is by code point: capitals first, letters with accents behind all others.
    names = ["B", "Z", "a", "b", "z", "é", "\U0001f600"]
    keep(store, *(prompt(f"{name}.prompty") for name in reversed(names)))
    first = paths(store, Selection(), limit=4)
    assert first + paths(store, Selection(), first[-1]) == [f"{name}.prompty" for name in names]


def test_an_update_is_written_over_the_revision_that_was_seen(store: SqlStore) -> None:
    keep(store, prompt("a.prompty", tags=("x",), fields={"n": 1}))
    mine = prompt("a.prompty", revision=2, tags=("y",), fields={"n": 2})
    theirs = prompt("a.prompty", revision=2, tags=("z",))
    with store.writing(ROOT) as rows:
        assert rows.prompts.update(mine, seen=1)
        assert not rows.prompts.update(theirs, seen=1)
    with store.reading(ROOT) as rows:
        assert rows.prompts.by_path("a.prompty") == mine
    assert paths(store, Selection(tags=("y",))) == ["a.prompty"]
    assert paths(store, Selection(tags=("x",))) == []


def test_deleted_prompts_are_listed_newest_first_and_can_be_erased(store: SqlStore) -> None:
    keep(
        store,
        prompt("a.prompty", deleted=later(1)),
        prompt("b.prompty", deleted=later(3)),
        prompt("c.prompty", deleted=later(2), tags=("x",)),
        prompt("d.prompty"),
    )
    with store.writing(ROOT) as rows:
        assert [found.path for found in rows.prompts.gone(2)] == ["b.prompty", "c.prompty"]
        rows.prompts.erase("id of c.prompty")
        assert [found.path for found in rows.prompts.gone(9)] == ["b.prompty", "a.prompty"]
        assert rows.prompts.by_id("id of c.prompty") is None


def test_names_and_values_of_any_length_are_kept_and_found(store: SqlStore) -> None:
    long = "".join(chr(0x4E00 + step * 7919 % 20000) for step in range(20_000))
    keep(
        store,
        prompt("a", name=long, owner=long, tags=(long,), fields={"w": long}, description=long),
    )
    with store.reading(ROOT) as rows:
        found = rows.prompts.by_name(long)
    assert [(each.description, each.fields["w"], each.tags) for each in found] == [
        (long, long, (long,))
    ]
    assert long.startswith(found[0].name)
    assert paths(store, Selection(tags=(long,), owner=long)) == ["a"]


def test_a_prompt_keeps_what_only_the_store_knows(store: SqlStore) -> None:
    kept = {"tags": ("x", "y"), "status": "draft", "score": 2.5, "old": True}
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a", kept=kept)])
    with store.reading(ROOT) as rows:
        found = rows.prompts.by_path("a")
        assert found is not None
        assert found.kept == kept


def test_the_prompt_that_went_last_from_a_path_is_found(store: SqlStore) -> None:
    first, second = prompt("a", deleted=NOON), replace(prompt("a", deleted=later(1)), id="second")
    with store.writing(ROOT) as rows:
        rows.prompts.insert([first, second, prompt("b")])
    with store.reading(ROOT) as rows:
        assert rows.prompts.gone_from("a") == second
        assert rows.prompts.gone_from("b") is None


def test_prompts_have_the_chunks_that_they_were_given_last(store: SqlStore) -> None:
    chunks = chunks_of(parse("system:\nBe brief.\nuser:\nSay {{ x }} 😀", "a.prompty"))
    assert len(chunks) == 2
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a"), prompt("b")])
        rows.chunks.replace({"id of a": chunks, "id of b": chunks[:1]})
        rows.chunks.replace({"id of b": ()})
    with store.reading(ROOT) as rows:
        assert rows.chunks.of("id of a") == chunks
        assert rows.chunks.of("id of b") == []


def test_members_of_some_projects_are_selected(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a"), prompt("b"), prompt("c")])
        for name, member in (("web", "a"), ("shop", "b"), ("mail", "c")):
            rows.projects.insert(project(name))
            rows.projects.add(f"id of {name}", [f"id of {member}"])
        some = Selection(members=("id of web", "id of shop"))
        assert sorted(rows.prompts.paths(some)) == ["a", "b"]
        assert rows.prompts.count(Selection(members=())) == 0
