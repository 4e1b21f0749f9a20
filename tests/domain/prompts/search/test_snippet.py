"""The piece of a text that is shown with a hit."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.prompts.search.snippet import LONGEST, snippet

LONG = "Some words that nobody looks for stand here. " * 20


def marked(text: str, *words: str) -> str:
    pattern = "|".join(map(re.escape, words)) or "(?!)"
    return snippet(text, [match.span() for match in re.finditer(pattern, text)])


def test_the_hit_is_marked() -> None:
    assert marked("Explain the refund policy.", "refund") == "Explain the **refund** policy."


def test_a_long_text_is_cut_at_words_around_the_hit() -> None:
    shown = marked(f"{LONG}The refund policy holds. {LONG}", "refund")
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "The **refund** policy holds." in shown
    assert len(shown.replace("**", "")) <= LONGEST
    assert all(word.strip("….*") in f"{LONG} The refund policy holds." for word in shown.split())


def test_the_place_with_the_most_hits_is_shown() -> None:
    shown = marked(f"A refund. {LONG}A refund follows the policy. {LONG}", "refund", "policy")
    assert "A **refund** follows the **policy**." in shown


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert marked("Short.") == "Short."
    assert marked(LONG).startswith("Some words that")
    assert marked(LONG).endswith("…")


def test_lines_become_one_and_nothing_unseen_is_shown() -> None:
    assert marked("one\r\n\ttwo\x1b[31m \u202ethree\u200b\0", "two") == "one **two**[31m three"


def test_marks_of_the_text_itself_do_not_look_like_hits() -> None:
    assert marked("**Never** refund.", "refund") == "Never **refund**."


@given(st.text(alphabet="ab *\n\0\u202eé中", max_size=400), st.data())
def test_a_snippet_of_any_text_is_one_short_line(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    hits = data.draw(st.lists(st.tuples(places, places), max_size=5))
    shown = snippet(text, hits)
    assert len(shown.replace("**", "")) <= LONGEST
    assert not set(shown) & set("\n\0\u202e")
    assert shown.count("**") % 2 == 0
