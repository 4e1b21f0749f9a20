"""Several rankings as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.prompts.search.fusion import fuse


def test_what_both_lists_have_comes_before_what_one_has() -> None:
    fused = fuse({"words": ["a", "b", "c"], "meaning": ["d", "c"]})
    assert [each.key for each in fused] == ["c", "a", "d", "b"]
    assert fused[0].ranks == {"words": 3, "meaning": 2}


def test_the_first_of_all_lists_scores_one() -> None:
    assert fuse({"words": ["a"], "meaning": ["a"]})[0].score == 1
    assert fuse({"words": ["a"]})[0].score == 1


RANKED = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(RANKED, RANKED)
def test_every_key_comes_once_and_equal_lists_give_equal_rankings(
    words: list[str], meaning: list[str]
) -> None:
    fused = fuse({"words": words, "meaning": meaning})
    assert sorted(each.key for each in fused) == sorted({*words, *meaning})
    assert all(0 < each.score <= 1 for each in fused)
    assert fused == fuse({"meaning": meaning, "words": words})


@given(RANKED, RANKED)
def test_a_key_that_is_before_another_in_all_lists_stays_before_it(
    words: list[str], meaning: list[str]
) -> None:
    order = [each.key for each in fuse({"words": words, "meaning": meaning})]
    for before, behind in ((a, b) for a in words for b in words if a in meaning and b in meaning):
        if words.index(before) < words.index(behind) and meaning.index(before) < meaning.index(
            behind
        ):
            assert order.index(before) < order.index(behind)
