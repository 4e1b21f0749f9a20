"""What a search asks of the store: the same of every database."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.adapters.storage.records import NOON, ROOT, later, project, prompt

from promptwell.adapters.storage.store import SqlStore
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import Chunk, key_of
from promptwell.domain.prompts.search.query import parse_query
from promptwell.services.context import Transaction


def said(text: str, role: str = "user") -> Chunk:
    return Chunk(key_of(text), text, text, "message", role, "", 0, len(text))


def put(store: SqlStore, record: PromptRecord, *chunks: Chunk, root: str = ROOT) -> None:
    with store.writing(root) as rows:
        rows.prompts.insert([record])
        rows.chunks.replace({record.id: chunks})


def paths(rows: Transaction, ids: Iterable[str], text: str) -> list[str]:
    records = rows.search.fitting(parse_query("")[0], list(ids))
    assert len(records) == len(list(ids)), text
    return [records[id_].path for id_ in ids]


def by_words(store: SqlStore, text: str, limit: int = 50, *, any_term: bool = False) -> list[str]:
    with store.reading(ROOT) as rows:
        query, problems = parse_query(text, rows.search.own_fields())
        assert not problems
        found = rows.search.by_words(query, limit, any_term=any_term)
        assert not found.partial
        return [id_.removeprefix("id of ") for id_ in found.prompts]


def by_path(store: SqlStore, text: str, after: str = "", limit: int = 50) -> list[str]:
    with store.reading(ROOT) as rows:
        query, problems = parse_query(text, rows.search.own_fields())
        assert not problems
        return [record.path for record in rows.search.by_path(query, after, limit)]


@pytest.fixture
def shop(store: SqlStore) -> SqlStore:
    """A small repository of prompts."""
    put(
        store,
        prompt(
            "support/refund.prompty", tags=("support", "Billing"), model="gpt-4o", owner="Jane Doe"
        ),
        said("You explain the refund policy. Be brief.", "system"),
        said("My order {{ order_number }} came late. Ärger!"),
    )
    put(
        store,
        prompt("support/greeting.prompty", tags=("support",), status="draft", updated=later(48)),
        said("You greet customers of the shop.", "system"),
        said("Hello, can I get a refund?"),
    )
    put(
        store,
        prompt(
            "news/summary.prompty",
            description="Summarizes an article for the newsletter",
            model="gpt-4o-mini",
            fields={
                "audience": "adults",
                "priority": 3,
                "reviewed": "2026-03-01",
                "langs": ("de", "fr"),
            },
        ),
        said("Summarize the article in three sentences.", "developer"),
        said("文章を要約してください", "user"),
    )
    put(
        store,
        prompt("old.md", format="instructions", archived=True, fields={"priority": 12}),
        said("The refund policy of last year."),
    )
    return store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("refund policy", ["support/refund.prompty"]),
        ("REFUND", ["support/refund.prompty", "support/greeting.prompty"]),
        ('"policy refund"', []),
        ('"refund policy"', ["support/refund.prompty"]),
        ("summar*", ["news/summary.prompty"]),
        ("ne*", ["news/summary.prompty"]),
        ("arger", ["support/refund.prompty"]),
        ("order_number", ["support/refund.prompty"]),
        ("number order", ["support/refund.prompty"]),
        ("要約", ["news/summary.prompty"]),
        ("約要", []),
        ("gpt-4o mini", ["news/summary.prompty"]),
        ("newsletter adults", ["news/summary.prompty"]),
        ("greet OR article", ["support/greeting.prompty", "news/summary.prompty"]),
        ("refund -policy", ["support/greeting.prompty"]),
        ('refund -"refund policy"', ["support/greeting.prompty"]),
        ("refund role:system", ["support/refund.prompty"]),
        ("refund role:user", ["support/greeting.prompty"]),
        ("article role:developer", ["news/summary.prompty"]),
        ("article role:system", []),
        ("refund role:system,user -hello", ["support/refund.prompty"]),
        ("refund tag:billing", ["support/refund.prompty"]),
        ("refund -tag:bill*", ["support/greeting.prompty"]),
        ("refund status:draft", ["support/greeting.prompty"]),
        ("refund path:support/g*", ["support/greeting.prompty"]),
        ("policy status:archived", ["old.md"]),
    ],
)
def test_prompts_are_found_by_words(shop: SqlStore, text: str, found: list[str]) -> None:
    assert sorted(by_words(shop, text)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["news/summary.prompty", "support/greeting.prompty", "support/refund.prompty"]),
        ("tag:support,nothing", ["support/greeting.prompty", "support/refund.prompty"]),
        ("-tag:support", ["news/summary.prompty"]),
        ("model:gpt-4o", ["support/refund.prompty"]),
        ("model:gpt-4o*", ["news/summary.prompty", "support/refund.prompty"]),
        ("model:gpt_4o", []),
        ("name:SUMM*", ["news/summary.prompty"]),
        ('owner:"jane doe"', ["support/refund.prompty"]),
        ("role:developer", ["news/summary.prompty"]),
        ("-role:system", ["news/summary.prompty"]),
        ("path:support", ["support/greeting.prompty", "support/refund.prompty"]),
        ("path:support/", ["support/greeting.prompty", "support/refund.prompty"]),
        ("path:*.prompty -path:support", ["news/summary.prompty"]),
        ("path:news/**", ["news/summary.prompty"]),
        ("path:{news,old}/*", ["news/summary.prompty"]),
        ("path:ummary.prompty", []),
        ("format:prompty -name:refund", ["news/summary.prompty", "support/greeting.prompty"]),
        ("audience:adults", ["news/summary.prompty"]),
        ("meta.langs:fr", ["news/summary.prompty"]),
        ("meta.priority:>2", ["news/summary.prompty"]),
        ("meta.priority:2..3", ["news/summary.prompty"]),
        ("meta.priority:>3", []),
        ("meta.priority:>=3 -status:archived", ["news/summary.prompty"]),
        ("status:archived meta.priority:>10", ["old.md"]),
        ("meta.reviewed:>=2026-03-01", ["news/summary.prompty"]),
        ("meta.reviewed:<2026-03-01", []),
        ("updated:>2026-07-01", ["support/greeting.prompty"]),
        ("updated:2026-07-01", ["news/summary.prompty", "support/refund.prompty"]),
        ("created:2025", []),
        ("project:web*", ["news/summary.prompty"]),
        ("-refund", ["news/summary.prompty"]),
        ("status:archived", ["old.md"]),
    ],
)
def test_prompts_are_found_by_fields(shop: SqlStore, text: str, found: list[str]) -> None:
    with shop.writing(ROOT) as rows:
        rows.projects.insert(project("Website"))
        rows.projects.add("id of Website", ["id of news/summary.prompty"])
    assert by_path(shop, text) == found


def test_a_page_of_prompts_begins_behind_a_path(shop: SqlStore) -> None:
    assert by_path(shop, "path:*.prompty", limit=2) == [
        "news/summary.prompty",
        "support/greeting.prompty",
    ]
    assert by_path(shop, "", after="support/greeting.prompty") == ["support/refund.prompty"]


def test_a_name_weighs_more_than_a_description_and_that_more_than_the_text(store: SqlStore) -> None:
    put(store, prompt("a"), said("An invoice is what you write about, and nothing else matters."))
    put(store, prompt("b", description="Writes about an invoice"), said("You write about money."))
    put(store, prompt("c", tags=("invoice",)), said("You write about money and about its owner."))
    put(store, prompt("invoice"), said("You write about money, and you do it very well."))
    put(store, prompt("d"), said("Nothing of the kind."))
    assert by_words(store, "invoice") == ["invoice", "c", "b", "a"]


def test_any_of_the_words_will_do_where_that_is_asked(shop: SqlStore) -> None:
    assert by_words(shop, "refund article zebra") == []
    assert sorted(by_words(shop, "refund article zebra", any_term=True)) == [
        "news/summary.prompty",
        "support/greeting.prompty",
        "support/refund.prompty",
    ]


def test_a_word_that_few_prompts_have_weighs_more_than_one_that_many_have(store: SqlStore) -> None:
    for number in range(20):
        put(store, prompt(f"a{number:02}"), said("You write about money and invoices."))
    put(store, prompt("b"), said("You write about zebras and their herds."))
    assert by_words(store, "money zebras", any_term=True)[0] == "b"
    words = "you write about money and zebras"
    assert by_words(store, words, any_term=True)[0] == "b"  # more parts than are weighed one by one


def test_the_index_follows_every_change(store: SqlStore) -> None:
    record = prompt("a", description="early")
    put(store, record, said("first words"))
    with store.writing(ROOT) as rows:
        later_record = prompt("a", description="late", revision=2)
        assert rows.prompts.update(later_record, 1)
    assert (by_words(store, "early"), by_words(store, "late")) == ([], ["a"])
    assert by_words(store, "first") == ["a"]

    with store.writing(ROOT) as rows:
        rows.chunks.replace({record.id: [said("second words")]})
    assert (by_words(store, "first"), by_words(store, "late second")) == ([], ["a"])

    with store.writing(ROOT) as rows:
        rows.prompts.update(prompt("a", description="late", revision=3, deleted=NOON), 2)
    assert by_words(store, "second") == []
    with store.writing(ROOT) as rows:
        rows.prompts.update(prompt("a", description="late", revision=4), 3)
    assert by_words(store, "second") == ["a"]

    with store.writing(ROOT) as rows:
        rows.prompts.erase(record.id)
    assert by_words(store, "second") == []
    put(store, prompt("b"), said("third words"))
    assert by_words(store, "words") == ["b"]


def test_a_transaction_finds_what_it_has_written(store: SqlStore) -> None:
    with store.writing(ROOT) as rows:
        rows.prompts.insert([prompt("a")])
        rows.chunks.replace({"id of a": [said("fresh words")]})
        assert rows.search.by_words(parse_query("fresh")[0], 5).prompts == ("id of a",)


def test_a_root_finds_its_own_prompts_alone(store: SqlStore) -> None:
    put(store, prompt("a"), said("shared words"))
    put(store, prompt("b"), said("shared words"), root="/work/other")
    assert by_words(store, "shared") == ["a"]
    with store.reading(ROOT) as rows:
        assert rows.chunks.with_key([key_of("shared words")]) == {
            key_of("shared words"): ["id of a"]
        }


def test_chunks_come_back_in_their_order(shop: SqlStore) -> None:
    with shop.reading(ROOT) as rows:
        chunks = rows.chunks.of_each(["id of support/refund.prompty", "nobody"])
        assert list(chunks) == ["id of support/refund.prompty"]
        assert [each.role for each in chunks["id of support/refund.prompty"]] == ["system", "user"]


def test_the_chunks_of_fitting_prompts_are_named_unless_there_are_too_many(shop: SqlStore) -> None:
    with shop.reading(ROOT) as rows:
        narrow = parse_query("tag:billing")[0]
        assert sorted(rows.search.keys(narrow, 2) or ()) == sorted(
            each.key for each in rows.chunks.of("id of support/refund.prompty")
        )
        assert rows.search.keys(narrow, 1) is None


@pytest.mark.parametrize(
    "text",
    [
        'NEAR("a b", 3)',
        "name : refund ^x",
        "refund' OR 1=1 --",
        "a\0b \ud800 refund",
        "* ** ( ) { } : AND NOT",
        "'refund':A & !x | (<->)",
        "path:[[[ path:*** path:( path:{a,{b}",
        "path:" + "{a,b}" * 30,
        "tag:% tag:_ model:\\ meta.x:'",
        "tag:\ud800 path:\ud800*/x name:a\0b model:*\ud800 meta.\ud800:1 path:a\0",
        "path:/" + "*a" * 500,
        "x" * 10_000,
        '"' + "y " * 5_000 + '"',
        " OR ".join("abcdefghijklmnopqrstuvwxyz" * 3),
    ],
)
def test_no_query_is_more_than_a_query(shop: SqlStore, text: str) -> None:
    query, _ = parse_query(text)
    with shop.reading(ROOT) as rows:
        for any_term in (False, True):
            rows.search.by_words(query, 5, any_term=any_term)
        rows.search.by_path(query, "", 5)
        rows.search.keys(query, 5)
        rows.search.fitting(query, ["id of old.md"])
    assert by_words(shop, "refund policy") == ["support/refund.prompty"]


def test_a_huge_prompt_is_found_by_its_words(store: SqlStore) -> None:
    text = " ".join(f"word{number}" for number in range(200_000))
    put(store, prompt("a"), said(text))
    assert by_words(store, "word77") == ["a"]
