"""The search by meaning with a real model and embedded Chroma."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.packaged_model import packaged_model
from tests.services.repository.workspace import Place

from promptwell.bootstrap.meaning import StoreMeaning
from promptwell.services.context import Context
from promptwell.services.embedding import EmbedRequest, embed
from promptwell.services.searching import SearchRequest, search
from promptwell.services.similar import SimilarRequest, similar
from promptwell.settings.machine import SearchChoice

pytestmark = [
    pytest.mark.semantic,
    pytest.mark.xdist_group("embedding model"),  # one process loads it
    pytest.mark.filterwarnings("default"),  # what PyTorch's import warns of is not ours to mend
]


@pytest.fixture
def context(shop: Place, tmp_path: Path) -> Iterator[Context]:
    shop.index()
    meaning = StoreMeaning(shop.store, str(tmp_path), SearchChoice(packaged_model(), ""))
    context = replace(shop.context, meaning=meaning)
    embed(context, EmbedRequest())
    yield context
    meaning.close()


def test_prompts_are_found_in_other_words(context: Context) -> None:
    for query, name in (
        ("guidelines for giving customers their money back", "refund-policy"),
        ("delivery took too long", "late-parcel"),
        ("shorten a newspaper story", "article-digest"),
    ):
        result = search(context, SearchRequest(query=query))
        assert result.hits[0].name == name, query
        assert result.hits[0].why is not None
        assert (result.hits[0].why.similarity or 0) > 0.25
        assert not any("Meaning was not searched" in note for note in result.notes)


def test_similar_prompts_are_compared_by_meaning(context: Context) -> None:
    hits = similar(context, SimilarRequest(prompt="late-parcel")).hits
    similarity = {hit.name: hit.similarity or 0 for hit in hits}
    assert similarity["refund-policy"] > similarity.get("article-digest", 0)
