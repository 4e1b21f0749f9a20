"""The search of a small repository, as a user reads its answers."""

from __future__ import annotations

import pytest
from tests.services.repository.workspace import Place, prompty

from promptwell.domain.security.permission import Actor
from promptwell.errors import MissingExtraError, UsageError
from promptwell.services.projects.granting import GrantRequest, grant
from promptwell.services.projects.members import MembersRequest, add
from promptwell.services.projects.setting_up import NewRequest, new
from promptwell.services.prompts.keeping import PromptsRequest, delete
from promptwell.services.searching import SearchRequest, SearchResult, search


def ask(place: Place, query: str, **more: object) -> SearchResult:
    return search(place.context, SearchRequest(query=query, **more))  # type: ignore[arg-type]


def names(result: SearchResult) -> list[str]:
    return [hit.name for hit in result.hits]


def test_the_first_search_indexes_the_workspace(shop: Place) -> None:
    assert names(ask(shop, "article")) == ["article-digest"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # What a prompt is called comes before what it mentions.
        ("refund", ["refund-policy", "AGENTS", "late-parcel"]),
        ("refund policy", ["refund-policy"]),
        ("late refund", ["late-parcel"]),
        ("customers", ["late-parcel"]),
        ("refund* -late", ["refund-policy", "AGENTS"]),
        ("refund tag:support", ["refund-policy", "late-parcel"]),
        ("policy role:system", ["refund-policy"]),
        ("policy role:user", []),
        ("audience:adults", ["refund-policy"]),
        ("path:support", ["late-parcel", "refund-policy"]),
        ('"three sentences"', ["article-digest"]),
        ('"sentences three"', []),
    ],
)
def test_the_best_prompts_come_first(shop: Place, query: str, expected: list[str]) -> None:
    found = names(ask(shop, query))
    assert found == expected


def test_a_hit_names_its_place_and_its_reason(shop: Place) -> None:
    hit = ask(shop, "refund brief").hits[0]
    assert (hit.path, hit.line) == ("support/refund.prompty", 7)
    assert "the **refund** policy of the shop. Be **brief** and kind." in hit.snippet
    assert hit.place is not None
    assert hit.place.role == "system"
    text = shop.read(hit.path)
    assert text[hit.place.start : hit.place.end].startswith("You explain the refund policy")
    assert hit.why is not None
    assert hit.why.words == {"refund": ("name", "path", "system"), "brief": ("system",)}
    assert (hit.why.word_rank, hit.why.meaning_rank, hit.why.similarity) == (1, None, None)
    assert hit.score == 1


def test_a_hit_in_a_long_file_names_its_section(shop: Place) -> None:
    shop.write(
        "AGENTS.md", "# Rules\n\n" + "Run the tests.\n" * 200 + "\n## Money\n\nAsk for a rebate.\n"
    )
    (hit,) = ask(shop, "rebate").hits
    assert hit.place is not None
    assert hit.place.section == "Rules › Money"
    assert hit.line == 206
    assert "**rebate**" in hit.snippet


def test_a_concise_answer_leaves_place_and_reason_out(shop: Place) -> None:
    hit = ask(shop, "refund", detail="concise").hits[0]
    assert (hit.place, hit.why) == (None, None)
    assert "**refund**" in hit.snippet


def test_where_no_prompt_has_all_words_those_that_have_some_are_shown(shop: Place) -> None:
    result = ask(shop, "refund article zeppelin", mode="text")
    assert len(result.hits) == 4
    assert any("some of them" in note for note in result.notes)
    why = result.hits[0].why
    assert why is not None
    assert "zeppelin" in why.missing


def test_where_words_fill_the_page_nothing_is_said_of_the_extra(shop: Place) -> None:
    assert ask(shop, "refund", limit=1).notes == ()


def test_without_the_extra_the_answer_says_how_meaning_is_searched(shop: Place) -> None:
    (note,) = ask(shop, "refund").notes
    assert "pip install 'promptwell[semantic]'" in note
    assert ask(shop, "refund", mode="text").notes == ()
    with pytest.raises(MissingExtraError, match="semantic"):
        ask(shop, "refund", mode="meaning")


@pytest.mark.parametrize("query", ["refund", "path:*.prompty", "-article"])
def test_pages_together_have_every_hit_once(shop: Place, query: str) -> None:
    everything = names(ask(shop, query, limit=50))
    found: list[str] = []
    cursor = ""
    for _ in everything:
        page = ask(shop, query, limit=1, cursor=cursor)
        found += names(page)
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert found == everything


def test_pages_stay_whole_while_prompts_come_and_go(shop: Place) -> None:
    first = ask(shop, "refund", limit=1)
    shop.write("new.prompty", prompty("refund refund refund", name="refund"))
    shop.index("new.prompty")
    delete(shop.context, PromptsRequest(prompts=("support/late.prompty",)))
    rest = ask(shop, "refund", limit=10, cursor=first.next_cursor or "")
    assert names(first) == ["refund-policy"]
    assert sorted(names(rest)) == ["AGENTS", "refund"]


@pytest.mark.parametrize(
    ("query", "cursor", "message"),
    [
        ('"open', "", "column 1 .*the quote is not closed"),
        ("refund tags:x", "", r"column 8 \(`tags`\).*did you mean tag:"),
        ("audiense:adults", "", "did you mean audience:"),
        ("updated:soon", "", "a day, a month or a year"),
        ("refund", "nonsense", "the cursor is damaged"),
    ],
)
def test_what_is_wrong_is_told(shop: Place, query: str, cursor: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ask(shop, query, cursor=cursor)


def test_a_cursor_of_another_search_is_told(shop: Place) -> None:
    cursor = ask(shop, "refund", limit=1).next_cursor
    assert cursor
    with pytest.raises(UsageError, match="another search"):
        ask(shop, "policy", cursor=cursor)


def test_who_has_a_role_in_a_project_alone_finds_its_prompts_alone(shop: Place) -> None:
    shop.index()
    new(shop.context, NewRequest(name="desk"))
    add(shop.context, MembersRequest(name="desk", prompts=("late-parcel",)))
    grant(shop.context, GrantRequest(name="desk", who="bob", role="viewer"))
    shop.actor = Actor("bob", None)
    assert names(ask(shop, "refund")) == ["late-parcel"]
    assert names(ask(shop, "path:*")) == ["late-parcel"]
    shop.actor = Actor("eve", None)
    assert names(ask(shop, "refund")) == []
