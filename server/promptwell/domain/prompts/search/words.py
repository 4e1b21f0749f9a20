"""A text as the words that a search compares: small letters without accents, wherever they stand.

One place decides what a word is, for the index, the query and the marks in a snippet, so that the
same search finds the same prompts in every database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

# Nobody types so much of a word; what is longer is data, such as a picture in base64.
_LONGEST = 80

# Chinese and Japanese put no blanks between words: every character is a word, and what is typed
# without a blank is looked for as a phrase.
_SINGLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Accents written as characters of their own, and the vowel signs of Hebrew, Arabic and the scripts
# of India and South-East Asia: parts of a word that Python does not count as letters.
_SIGNS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0966-\u109f\u1780-\u17d3"
)
_WORD = re.compile(rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\W_])(?:(?![{_SINGLE}])[^\W_]|[{_SIGNS}])*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0489]+")


class Word(NamedTuple):
    """A word in the form in which words are compared, and where it stands."""

    word: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The words of a text in their order."""
    if text.isascii():
        return [word[:_LONGEST] for word in _ASCII_WORD.findall(text.lower())]
    return [word for found in _WORD.findall(text) if (word := _folded(found))]


def placed_words(text: str) -> Iterator[Word]:
    """The words of a text with their places."""
    if text.isascii():
        for match in _ASCII_WORD.finditer(text.lower()):
            yield Word(match[0][:_LONGEST], *match.span())
        return
    for match in _WORD.finditer(text):
        if word := _folded(match[0]):
            yield Word(word, *match.span())


def phrases_in(
    words: Sequence[Word], phrase: Sequence[str], *, prefix: bool = False
) -> Iterator[tuple[int, int]]:
    """Where words follow each other as in a phrase; of a prefix, the last one only has to begin so."""
    if not phrase:
        return
    length = len(phrase)
    *first, last = phrase
    for index in range(len(words) - length + 1):
        end = words[index + length - 1]
        if (end.word.startswith(last) if prefix else end.word == last) and all(
            words[index + place].word == each for place, each in enumerate(first)
        ):
            yield words[index].start, end.end


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()[:_LONGEST]
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", word.casefold()))
    # Some characters stand for several words, such as a religious phrase of Arabic.
    return "".join(_WORD.findall(plain.casefold()))[:_LONGEST]
