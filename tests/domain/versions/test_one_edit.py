"""One edit between two texts, wherever they differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.versions.differences.one_edit import edit_between
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span

# Few different characters make many equal beginnings and ends.
TEXTS = st.text("ab\r\n🌿", max_size=30)


@given(TEXTS, TEXTS)
def test_the_edit_makes_the_new_text_of_the_old(old: str, new: str) -> None:
    edit = edit_between(old, new)
    assert apply_edits(old, [edit] if edit else []) == new


@given(TEXTS, TEXTS)
def test_nothing_at_its_ends_could_be_left_out(old: str, new: str) -> None:
    edit = edit_between(old, new)
    if edit is None:
        assert old == new
        return
    gone, came = old[edit.span.start : edit.span.end], edit.new_text
    assert not (gone and came and (gone[0] == came[0] or gone[-1] == came[-1]))


def test_a_repeated_letter_is_one_that_came() -> None:
    assert edit_between("aa", "aaa") == TextEdit(Span(2, 2), "a")
