"""What counts as a word, and as the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptwell.domain.prompts.search.words import phrases_in, placed_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Summarize the e-mail.", "summarize the e mail"),
        ("customer_name {{ user.first_name }}", "customer name user first name"),
        ("Straße Ärger", "strasse arger"),
        ("Ärger".replace("Ä", "A\u0308"), "arger"),
        ("naïve café", "naive cafe"),
        ("Привет, мир", "привет мир"),
        ("総合 カタカナ kana", "総 合 カ タ カ ナ kana"),
        ("हिन्दी में", "हिन्दी में"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("한국어 텍스트", "한국어 텍스트"),
        ("a\0b\u2028c", "a b c"),
        ("🙂 ok", "ok"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert words_of(text) == [unicodedata.normalize("NFKD", word) for word in words.split()]


def test_what_is_longer_than_a_word_is_cut() -> None:
    assert [len(word) for word in words_of("x" * 5000)] == [80]


@given(st.text())
def test_words_and_their_places_agree(text: str) -> None:
    assert words_of(text) == [found.word for found in placed_words(text)]


@given(st.text())
def test_a_word_stays_itself(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(" " not in word and '"' not in word and "'" not in word for word in words)


def test_a_phrase_is_found_where_its_words_follow_each_other() -> None:
    text = "The refund policy, and a REFUND  Policy-maker; policy refund."
    words = list(placed_words(text))
    found = [text[start:end] for start, end in phrases_in(words, ("refund", "policy"))]
    assert found == ["refund policy", "REFUND  Policy"]
    begun = [text[start:end] for start, end in phrases_in(words, ("refund", "pol"), prefix=True)]
    assert begun == found
