"""Pages that go on where the last one ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.prompts.search.cursor import Cursor, read_cursor


def page(ranking: list[str], cursor: str, size: int) -> tuple[list[str], str]:
    held = read_cursor(cursor, "question")
    assert isinstance(held, Cursor)
    shown = [key for key in ranking if not held.has(key)][:size]
    return shown, held.after(shown).text("question")


def test_no_hit_comes_twice_and_none_is_left_out_while_the_ranking_changes() -> None:
    first, cursor = page(["a", "b", "c", "d"], "", 2)
    # Meanwhile `new` was written, `b` fell and `c` rose.
    second, cursor = page(["c", "new", "a", "b", "d"], cursor, 2)
    third, _ = page(["c", "new", "a", "b", "d"], cursor, 2)
    assert (first, second, third) == (["a", "b"], ["c", "new"], ["d"])


@given(st.lists(st.text(), unique=True, max_size=30))
def test_a_cursor_reads_back(keys: list[str]) -> None:
    text = Cursor().after(keys).text("q")
    held = read_cursor(text, "q")
    assert isinstance(held, Cursor)
    assert all(held.has(key) for key in keys)
    assert text.isascii()


def test_a_cursor_belongs_to_its_question() -> None:
    told = read_cursor(Cursor().after(["a"]).text("one"), "another")
    assert isinstance(told, str)
    assert "another search" in told


@given(st.text(min_size=1) | st.text(alphabet="ABab01-_=", min_size=1))
def test_another_text_is_no_cursor(text: str) -> None:
    assert isinstance(read_cursor(text, "q"), str)


@pytest.mark.parametrize("place", range(0, 27, 2))
def test_a_damaged_cursor_is_told(place: int) -> None:
    text = Cursor().after(["a", "b"]).text("q")
    other = "A" if text[place] != "A" else "B"
    told = read_cursor(text[:place] + other + text[place + 1 :], "q")
    assert isinstance(told, str)
    assert "damaged" in told
