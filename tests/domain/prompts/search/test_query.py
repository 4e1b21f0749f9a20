"""What a query means, what is wrong with one, and that no text breaks it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from promptwell.domain.prompts.search.query import MOST_TERMS, Query, parse_query
from promptwell.domain.prompts.search.query_field import Bound, Filter


def read(text: str, *own: str) -> Query:
    query, problems = parse_query(text, own)
    assert not problems, problems
    return query


def required(text: str) -> list[list[str]]:
    return [[" ".join(term.words) for term in group] for group in read(text).required]


def demands(text: str, *own: str) -> list[Filter]:
    return [
        Filter(
            field=each.field, values=each.values, low=each.low, high=each.high, negated=each.negated
        )
        for each in read(text, *own).filters
    ]


def wrong(text: str, *own: str) -> list[tuple[str, str]]:
    return [(each.message, text[each.start : each.end]) for each in parse_query(text, own)[1]]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("refund policy", [["refund"], ["policy"]]),
        ('"refund policy" now', [["refund policy"], ["now"]]),
        ("Müller ÉTÉ", [["muller"], ["ete"]]),
        ("customer_name gpt-4o", [["customer name"], ["gpt 4o"]]),
        ("翻译 文本", [["翻 译"], ["文 本"]]),
        ("refund OR return policy", [["refund", "return"], ["policy"]]),
        ("a OR b OR c", [["a", "b", "c"]]),
        ("this or that", [["this"], ["or"], ["that"]]),
        ("Translate: hello", [["translate"], ["hello"]]),
        ("https://example.com/x 10:30", [["https example com x"], ["10 30"]]),
        ("--format json", [["format"], ["json"]]),
        ('"tag:x"', [["tag x"]]),
        ("... * - ?", []),
        ("", []),
    ],
)
def test_words_are_read(text: str, groups: list[list[str]]) -> None:
    assert required(text) == groups


def test_a_star_behind_a_word_asks_for_words_that_begin_so() -> None:
    (group,) = read("summar*").required
    assert (group[0].words, group[0].prefix) == (("summar",), True)


def test_a_minus_asks_for_what_must_not_be_there() -> None:
    query = read('refund -draft -"old policy" -tag:internal')
    assert [term.words for term in query.excluded] == [("draft",), ("old", "policy")]
    assert demands("-tag:internal") == [Filter(field="tag", values=("internal",), negated=True)]
    assert query.meaning == "refund"


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("tag:support", Filter(field="tag", values=("support",))),
        ("TAG:support,billing", Filter(field="tag", values=("support", "billing"))),
        ("tag:a OR tag:b", Filter(field="tag", values=("a", "b"))),
        ('owner:"Jane Doe"', Filter(field="owner", values=("Jane Doe",))),
        ("path:{a,b}/*.md", Filter(field="path", values=("{a,b}/*.md",))),
        ("meta.audience:adults", Filter(field="meta.Audience", values=("adults",))),
        ("audience:adults", Filter(field="meta.Audience", values=("adults",))),
        (
            "meta.priority:>=3",
            Filter(field="meta.priority", low=Bound("3", inclusive=True)),
        ),
        (
            "meta.priority:1..5",
            Filter(
                field="meta.priority",
                low=Bound("1", inclusive=True),
                high=Bound("5", inclusive=True),
            ),
        ),
    ],
)
def test_fields_are_read(text: str, demand: Filter) -> None:
    assert demands(text, "Audience") == [demand]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-01-31", "2026-01-31", "2026-02-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        (">2026-01-31", "2026-02-01", None),
        (">=2026-01-31", "2026-01-31", None),
        ("<2026-01", None, "2026-01-01"),
        ("<=2026-01", None, "2026-02-01"),
        ("2026-01-05..2026-02", "2026-01-05", "2026-03-01"),
        ("2026-01-05..", "2026-01-05", None),
        ("..2026-01-05", None, "2026-01-06"),
    ],
)
def test_days_are_read(text: str, first: str | None, after: str | None) -> None:
    (demand,) = demands(f"updated:{text}")
    assert (demand.low and demand.low.value, demand.high and demand.high.value) == (first, after)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('refund "customer service', "the quote is not closed", '"'),
        ("tags:support", "did you mean tag:?", "tags"),
        ("colour:red", "there are tag, model, role", "colour"),
        ("audiense:adults", "did you mean audience:?", "audiense"),
        ("tag:", "tag: needs a value", "tag:"),
        ("updated:yesterday", "'yesterday' is none", "yesterday"),
        ("updated:2026-02-30", "'2026-02-30' is none", "2026-02-30"),
        ("updated:9999-12-31", "'9999-12-31' is none", "9999-12-31"),
        ("refund OR", "there is none behind it", "OR"),
        ("refund OR tag:x", "two of the same field", "tag:x"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, message: str, place: str) -> None:
    ((told, where),) = wrong(text, "audience")
    assert message in told
    assert where == place


def test_what_is_wrong_spoils_nothing_else() -> None:
    query, problems = parse_query("refund tags:x policy")
    assert len(problems) == 1
    assert [term.text for term in query.terms] == ["refund", "policy"]


def test_the_roles_of_a_query_are_those_in_which_its_words_must_stand() -> None:
    assert read("refund role:System,user").roles == ("system", "user")
    assert read("refund -role:system").roles == ()


def test_a_very_long_query_is_cut() -> None:
    query = read("word " * 200)
    assert len(query.required) == MOST_TERMS
    assert query.cut


@given(st.text() | st.text(alphabet='ab:"*- OR\0.,<>{}()tag\ud800é中\u0301'))
@example('"' * 10_000)
@example("a:" * 5_000)
@example('tag:"' * 2_000)
@example("NEAR(a b) AND {x} : ^y* OR NOT z")
def test_no_text_breaks_the_reading(text: str) -> None:
    query, problems = parse_query(text)
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for term in (*query.terms, *query.excluded):
        assert term.words
        assert all(not set(word) & set(" \"'\\:*\0") for word in term.words)
    for each in query.filters:
        assert text[each.start : each.end].strip()
