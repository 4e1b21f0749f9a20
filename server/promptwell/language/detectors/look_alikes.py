"""Words that mix Latin letters with others that look like them, and names that only look the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.look_alike_letters import LATIN_OF, SCRIPT_OF, SYMBOLS
from promptwell.language.text.source import Span

LIMIT = 200

_LETTERS = "".join(sorted(LATIN_OF))
# Where a look-alike meets a Latin letter; words all in one script never match.
_SEAM = re.compile(f"[A-Za-z_][{_LETTERS}]|[{_LETTERS}][A-Za-z_]")
# The first bytes of these letters in UTF-8: dropping them from a text is the quickest way to see that
# it has none. Those of Coptic are those of arrows and quotes, so two bytes are looked for.
_LEADS = bytes({each.encode()[0] for each in LATIN_OF} - {0xE2})
_COPTIC = tuple({each.encode()[:2] for each in LATIN_OF if each.encode()[0] == 0xE2})
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z]")
_FOREIGN = re.compile(r"[^\W\d_]")
_LONGEST = 100
_FEWEST_LETTERS = 3
# A formula's letter in a word of fewer Latin letters is no disguise: `imθ`, `Cα`, `Linear_σ`.
_FEWEST_AROUND_SYMBOL = 4


class MixedWord(NamedTuple):
    """A word of Latin letters in which others of another script stand.

    `latin` is how it reads; `strangers` are the letters that are not Latin, in order, each once.
    """

    span: Span
    word: str
    latin: str
    strangers: str


def find_mixed_words(text: str) -> Iterator[MixedWord]:
    """Words with Latin letters whose other letters all look Latin, in the order of the text.

    Silent are words all in one script, words with a letter that looks like no Latin one, letters
    of formulas and units (`σx`, `kΩ`, `μs`), and a Latin name with an ending of the language
    around it, as in a line of Russian. After `LIMIT` words the rest is left out.
    """
    if text.isascii() or not _may_hold_any(text):
        return
    found, position = 0, 0
    while found < LIMIT:
        seam = _SEAM.search(text, position)
        if seam is None:
            return
        word = _word_at(text, seam.start())
        mixed = judge_word(text[word.start : word.end])
        if mixed is not None and not _is_inflected(text, word):
            yield MixedWord(word, text[word.start : word.end], *mixed)
            found += 1
        position = max(word.end, seam.end())


def judge_word(word: str, *, name: bool = False) -> tuple[str, str] | None:
    """How a mixed word reads in Latin letters, and its strangers; None for a word that is none.

    A `name` may be as short as two letters.
    """
    latin = _LATIN.findall(word)
    strangers = [each for each in _FOREIGN.findall(word) if not each.isascii()]
    if not latin or not strangers or any(each not in LATIN_OF for each in strangers):
        return None
    if len(latin) + len(strangers) < (2 if name else _FEWEST_LETTERS):
        return None
    if any(each in SYMBOLS for each in strangers) and not _is_within(word, len(latin)):
        return None
    return skeleton(word), "".join(dict.fromkeys(strangers))


def skeleton(word: str) -> str:
    """A word with each letter that looks Latin replaced by the Latin one; two look-alikes share it."""
    if word.isascii():
        return word
    normal = unicodedata.normalize("NFKC", word)
    return "".join(LATIN_OF.get(each, each) for each in normal)


def scripts_of(letters: str) -> str:
    """The scripts of some look-alikes: `Cyrillic`, `Cyrillic and Greek`."""
    return " and ".join(sorted({SCRIPT_OF.get(each, "other") for each in letters}))


def _may_hold_any(text: str) -> bool:
    data = text.encode("utf-8", "replace")
    return len(data.translate(None, _LEADS)) < len(data) or any(each in data for each in _COPTIC)


def _word_at(text: str, offset: int) -> Span:
    """The word around a place; of an endless one only what stands near."""
    start = offset
    while start > 0 and offset - start < _LONGEST and _is_wordly(text[start - 1]):
        start -= 1
    word = _WORD.match(text, start, offset + _LONGEST)
    return Span(*word.span()) if word else Span(offset, offset + 1)


def _is_wordly(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_within(word: str, latin: int) -> bool:
    """Whether the letters of formulas in a word stand as letters of it: between enough Latin ones."""
    return latin >= _FEWEST_AROUND_SYMBOL and all(
        0 < index < len(word) - 1 and word[index - 1].isalpha() and word[index + 1].isalpha()
        for index, letter in enumerate(word)
        if letter in SYMBOLS
    )


def _is_inflected(text: str, word: Span) -> bool:
    """Whether a Latin name only has an ending of another script, in a line written in that script."""
    written = text[word.start : word.end]
    stem = len(written.rstrip(_LETTERS))
    if stem < 2 or not written[:stem].isascii():
        return False
    start = max(text.rfind("\n", 0, word.start) + 1, word.start - 500)
    end = text.find("\n", word.end, word.end + 500)
    around = text[start : word.start] + " " + text[word.end : end if end >= 0 else word.end + 500]
    return any(
        len(each) >= 3 and not each.isascii() and not _LATIN.search(each)
        for each in _WORD.findall(around)
    )
