"""The search by meaning, and both together; a model of a few topics stands for a large one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.services.repository.workspace import Place, prompty
from tests.services.search.vectors import Topics

from promptwell.domain.prompts.ports import EmbeddingRow
from promptwell.domain.prompts.search.vector_making import VectorMaking
from promptwell.errors import Cancelled, EngineError
from promptwell.services.context import Context
from promptwell.services.embedding import EmbedRequest, embed
from promptwell.services.searching import SearchRequest, SearchResult, search
from promptwell.services.similar import SimilarRequest, similar


@pytest.fixture
def context(shop: Place) -> Context:
    shop.index()
    context = replace(shop.context, meaning=Topics())
    embed(context, EmbedRequest())
    return context


def ask(context: Context, query: str, **more: object) -> SearchResult:
    return search(context, SearchRequest(query=query, **more))  # type: ignore[arg-type]


def names(result: SearchResult) -> list[str]:
    return [hit.name for hit in result.hits]


def test_a_prompt_is_found_that_says_it_in_other_words(context: Context) -> None:
    assert names(ask(context, "delayed shipment", mode="text")) == []
    (hit, *_) = ask(context, "delayed shipment").hits
    assert hit.name == "late-parcel"
    assert hit.why is not None
    assert hit.why.similarity is not None
    assert hit.why.similarity > 0.9
    assert (hit.why.word_rank, hit.why.meaning_rank) == (None, 1)
    assert "parcel" in hit.snippet


def test_what_has_the_words_and_the_meaning_comes_first(context: Context) -> None:
    hit = ask(context, "refund").hits[0]
    assert hit.name == "refund-policy"
    assert hit.why is not None
    assert hit.why.word_rank is not None
    assert hit.why.meaning_rank is not None


def test_what_is_unrelated_is_not_found(context: Context) -> None:
    assert names(ask(context, "condense", mode="meaning")) == ["article-digest"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rebate tag:billing", {"refund-policy"}),
        ("rebate -policy", {"AGENTS", "late-parcel"}),
        ("rebate -tag:support", {"AGENTS"}),
        ('rebate "never promise"', {"late-parcel"}),
        ("rebate path:support", {"refund-policy", "late-parcel"}),
        ("delayed role:user", set()),
    ],
)
def test_fields_quotes_and_what_must_not_be_there_hold_for_meaning(
    context: Context, query: str, expected: set[str]
) -> None:
    assert set(names(ask(context, query, mode="meaning"))) == expected


def test_a_prompt_without_vectors_is_found_by_words_and_the_answer_says_so(
    shop: Place, context: Context
) -> None:
    shop.write("new.prompty", prompty("You pay back money.", name="fresh"))
    shop.index("new.prompty")
    result = ask(context, "pay back money")
    assert "fresh" in names(result)
    assert any("not yet compared by meaning" in note for note in result.notes)
    embed(context, EmbedRequest())
    again = ask(context, "pay back money")
    assert again.notes == ()
    assert again.hits[0].name == "fresh"


def test_without_any_vector_the_answer_says_how_to_make_them(shop: Place) -> None:
    context = replace(shop.context, meaning=Topics())
    (note,) = ask(context, "refund").notes
    assert "promptwell index embed" in note


def test_nothing_is_embedded_twice(shop: Place, context: Context) -> None:
    again = embed(context, EmbedRequest())
    assert (again.embedded, again.vectors > 0) == (0, True)
    shop.write("support/copy.prompty", shop.read("support/late.prompty"))
    shop.index("support/copy.prompty")
    assert embed(context, EmbedRequest()).embedded == 0


def test_a_cancelled_run_keeps_what_was_done_and_goes_on(shop: Place) -> None:
    for number in range(300):
        shop.write(
            f"many/{number}.prompty", prompty(f"Say {number} about money.", name=f"n{number}")
        )
    shop.index()
    seen: list[tuple[int, int | None]] = []

    def progress(done: int, total: int | None = None, what: str = "") -> None:
        seen.append((done, total))
        if done:
            raise Cancelled("enough")

    meaning = Topics()
    with pytest.raises(Cancelled):
        embed(replace(shop.context, meaning=meaning, progress=progress), EmbedRequest())
    done, total = seen[-1]
    assert total is not None
    assert 0 < done < total
    rest = embed(replace(shop.context, meaning=meaning), EmbedRequest())
    assert (rest.embedded, rest.vectors) == (total - done, total)


def test_what_no_prompt_says_any_more_is_not_found(shop: Place, context: Context) -> None:
    shop.write("support/late.prompty", prompty("You count money.", name="counting"))
    shop.index()
    embed(context, EmbedRequest())
    assert "late-parcel" not in names(ask(context, "delayed shipment", mode="meaning"))


def test_without_an_answer_of_the_vectors_words_are_compared_and_the_answer_says_so(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_away(*asked: object) -> None:
        raise EngineError("http://chroma: connection refused")

    monkeypatch.setattr(context.meaning.vectors(), "nearest", is_away)
    found = similar(context, SimilarRequest(prompt="refund-policy"))
    assert found.notes == ("Compared by words alone: http://chroma: connection refused",)
    assert "refund-policy" in names(ask(context, "refund"))


def test_who_goes_back_to_an_earlier_text_needs_no_model(shop: Place) -> None:
    shop.index()
    meaning = Topics()
    context = replace(shop.context, meaning=meaning)
    every = embed(context, EmbedRequest()).embedded
    before = shop.read("support/late.prompty")
    shop.write("support/late.prompty", prompty("You count money.", name="counting"))
    shop.index()
    assert embed(context, EmbedRequest()).embedded > 0
    shop.write("support/late.prompty", before)
    shop.index()
    meaning.embedder().texts.clear()
    result = embed(context, EmbedRequest())
    assert meaning.embedder().texts == []
    assert (result.embedded, result.known) == (0, every)
    assert "late-parcel" in names(ask(context, "delayed shipment", mode="meaning"))


def test_a_prompt_that_moves_keeps_its_vectors(shop: Place) -> None:
    shop.index()
    meaning = Topics()
    context = replace(shop.context, meaning=meaning)
    embed(context, EmbedRequest())
    text = shop.read("support/late.prompty")
    (shop.folder / "support/late.prompty").unlink()
    shop.write("elsewhere/late.prompty", text)
    shop.index()
    assert embed(context, EmbedRequest()).embedded == 0


def test_vectors_of_what_nobody_says_are_bounded(shop: Place) -> None:
    with shop.store.writing("") as rows:
        rows.embeddings.put("m", [EmbeddingRow(f"{number}", b"1234") for number in range(10)])
        assert rows.embeddings.prune(10) == 0
        assert rows.embeddings.prune(9) == 10


def test_who_searches_while_vectors_are_made_is_told_once(shop: Place) -> None:
    shop.index()
    meaning = Topics()
    meaning.made_so_far = VectorMaking(state="running", done=2, total=5)
    result = ask(replace(shop.context, meaning=meaning), "late parcel")
    assert names(result)[0] == "late-parcel"
    (note,) = result.notes
    assert "in the background, of 2 of 5 passages so far" in note


def test_a_command_that_ends_with_its_answer_loads_no_model(shop: Place) -> None:
    shop.index()
    meaning = Topics()
    context = replace(shop.context, meaning=meaning)
    embed(context, EmbedRequest())
    meaning.lasting = False
    meaning.embedder().texts.clear()
    result = ask(context, "late parcel")
    assert meaning.embedder().texts == []
    assert names(result)[0] == "late-parcel"
    assert "promptwell engine start" in result.notes[0]
    assert names(ask(context, "delayed shipment", mode="meaning"))[0] == "late-parcel"


def test_similar_prompts_are_found_by_meaning(context: Context) -> None:
    found = similar(context, SimilarRequest(prompt="refund-policy"))
    assert found.notes == ()
    by_name = {hit.name: hit for hit in found.hits}
    assert "article-digest" not in by_name
    late = by_name["late-parcel"]
    assert late.similarity is not None
    assert late.similarity > 0.5
