"""A text that is followed while it is edited: always the same as if it were compared anew, or as good."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.versions.differences.text_diff import applied
from promptwell.language.text.edit import apply_edits
from promptwell.language.text.source import Span
from promptwell.services.versions.following import Base, Followed

TEXTS = st.text("abc \n", max_size=40)


def base(text: str) -> Base:
    return Base(ref="HEAD", name="HEAD", kind="commit", path="a.prompty", text=text)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=6))
def test_whatever_is_typed_the_changes_lead_from_the_base_to_the_text(
    before: str, texts: list[str]
) -> None:
    followed = Followed.of(base(before), texts[0])
    for text in texts:
        followed = followed.now(text)
        assert applied(followed.hunks, before, text) == text


@given(TEXTS, TEXTS)
def test_reverting_everything_gives_the_base(before: str, text: str) -> None:
    followed = Followed.of(base(before), text)
    edits = [edit for _, edit in followed.reverting(Span(0, len(text) + 1))]
    assert apply_edits(text, edits) == before


@given(TEXTS, TEXTS, st.integers(0, 40))
def test_reverting_at_a_place_leaves_the_other_changes(before: str, text: str, at: int) -> None:
    followed = Followed.of(base(before), text)
    touched = followed.reverting(Span(at, at))
    assert len(touched) <= 1
    reverted = followed.now(apply_edits(text, [edit for _, edit in touched]))
    assert len(reverted.hunks) <= len(followed.hunks)


def test_another_base_is_compared_with_the_same_text() -> None:
    followed = Followed.of(base("a\n"), "a\nb\n").against(base("a\nb\n"))
    assert followed.hunks == ()


def test_a_place_is_in_the_hunk_of_its_line() -> None:
    followed = Followed.of(base("one\ntwo\nthree\n"), "one\nTWO\nthree\n")
    (hunk,) = followed.hunks
    assert followed.hunk_at(5) is hunk
    assert followed.hunk_at(2) is None
    assert followed.hunk_at(8) is None


def test_lines_that_went_are_where_they_stood() -> None:
    followed = Followed.of(base("one\ntwo\nthree\n"), "one\nthree\n")
    (hunk,) = followed.hunks
    assert followed.hunk_at(6) is hunk
    assert followed.hunk_at(1) is None


def test_lines_that_went_on_both_sides_of_a_line_are_both_there() -> None:
    followed = Followed.of(base("one\n\ntwo\nthree\n"), "\nthree\n")
    assert [followed.was(each) for each in followed.hunks_at(0)] == ["one\n", "two\n"]


@given(TEXTS, TEXTS)
def test_each_hunk_is_found_where_it_begins(before: str, text: str) -> None:
    followed = Followed.of(base(before), text)
    for hunk in followed.hunks:
        assert hunk in followed.hunks_at(hunk.new.start)
