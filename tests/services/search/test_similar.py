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


def test_long_lines_show_what_differs(shop: Place) -> None:
    opening = "You are an assistant of the shop who answers every question of a customer " * 3
    for name, ending in (("a", "in one sentence."), ("b", "in two sentences.")):
        shop.write(f"{name}.prompty", prompty(f"system:\n{opening}{ending}\n{STEPS}", name=name))
    (first, *_) = like(shop, "a.prompty").hits
    removed, added = first.differs.lines
    assert removed.startswith("- …")
    assert removed.endswith("in one sentence.")
    assert added.startswith("+ …")
    assert added.endswith("in two sentences.")


def test_a_prompt_that_shares_some_of_its_wording_is_like_it_and_no_duplicate(shop: Place) -> None:
    shop.write(
        "returns.prompty",
        prompty("system:\nYou explain the refund policy of the shop to children.", name="returns"),
    )
    (found,) = like(shop, "refund-policy").hits
    assert found.name == "returns"
    assert 0.03 < found.wording < 0.6
    assert not found.near_duplicate


def test_prompts_that_share_single_words_alone_are_not_alike(shop: Place) -> None:
    shop.write("refunds.prompty", prompty("system:\nRefund kind customers. Explain nothing."))
    assert like(shop, "refund-policy").hits == ()


def test_fields_narrow_what_is_compared(shop: Place) -> None:
    for name in ("one", "two"):
        shop.write(f"{name}/copy.prompty", shop.read("support/refund.prompty"))
    paths = [hit.path for hit in like(shop, "support/refund.prompty", narrow="path:two").hits]
    assert paths == ["two/copy.prompty"]
    with pytest.raises(UsageError, match="only fields"):
        like(shop, "support/refund.prompty", narrow="words")


def test_without_the_extra_the_answer_says_that_words_alone_were_compared(shop: Place) -> None:
    (note,) = like(shop, "refund-policy").notes
    assert "pip install 'promptwell[semantic]'" in note


def test_a_prompt_that_is_not_there_is_told(shop: Place) -> None:
    with pytest.raises(NotFoundError, match="refund-policy"):
        like(shop, "refund-polcy")
