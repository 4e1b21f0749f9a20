"""Prompts that are like another one, and what differs."""

from __future__ import annotations

import pytest
from tests.services.repository.workspace import Place, prompty

from promptwell.errors import NotFoundError, UsageError
from promptwell.services.similar import SimilarRequest, SimilarResult, similar

STEPS = "\n".join(f"{number}. Look at step {number} of the order." for number in range(1, 30))


def like(place: Place, prompt: str, **more: object) -> SimilarResult:
    return similar(place.context, SimilarRequest(prompt=prompt, **more))  # type: ignore[arg-type]


def test_a_near_duplicate_comes_first_and_what_differs_is_told(shop: Place) -> None:
    shop.write(
        "a.prompty",
        prompty(f"system:\nFollow the steps.\n{STEPS}\n\nuser:\n{{{{order}}}}", name="steps"),
    )
    shop.write(
        "b.prompty",
        prompty(
            f"system:\nFollow all the steps.\n{STEPS}",
            name="steps-v2",
            model="{id: gpt-4o}",
        ),
    )
    found = like(shop, "steps")
    first = found.hits[0]
    assert (first.name, first.near_duplicate) == ("steps-v2", True)
    assert 0.6 < first.wording < 1
    assert first.differs.parts == ("model: none -> gpt-4o", "roles: system, user -> system")
    assert (first.differs.added, first.differs.removed) == (1, 2)
    assert "- Follow the steps." in first.differs.lines
    assert "+ Follow all the steps." in first.differs.lines
    assert not any(hit.near_duplicate for hit in found.hits[1:])


def test_a_copy_is_the_same_in_its_wording(shop: Place) -> None:
    shop.write("copy.prompty", shop.read("support/late.prompty"))
    first = like(shop, "copy.prompty").hits[0]
    assert (first.path, first.wording, first.near_duplicate) == ("support/late.prompty", 1, True)
    assert (first.differs.added, first.differs.removed, first.differs.lines) == (0, 0, ())


def test_a_prompt_about_the_same_is_no_duplicate(shop: Place) -> None:
    found = like(shop, "refund-policy")
    assert [hit.name for hit in found.hits][:1] == ["late-parcel"] or found.hits
    assert not any(hit.near_duplicate for hit in found.hits)
    assert "refund-policy" not in [hit.name for hit in found.hits]


def test_fields_narrow_what_is_compared(shop: Place) -> None:
    names = [hit.name for hit in like(shop, "refund-policy", narrow="tag:support").hits]
    assert names == ["late-parcel"]
    with pytest.raises(UsageError, match="only fields"):
        like(shop, "refund-policy", narrow="words")


def test_without_the_extra_the_answer_says_that_words_alone_were_compared(shop: Place) -> None:
    (note,) = like(shop, "refund-policy").notes
    assert "pip install 'promptwell[semantic]'" in note


def test_a_prompt_that_is_not_there_is_told(shop: Place) -> None:
    with pytest.raises(NotFoundError, match="refund-policy"):
        like(shop, "refund-polcy")
