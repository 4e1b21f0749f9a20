"""How many tokens a text has, told from its letters alone: no tokenizer, no data to load.

A text is described by counts (words, letters beyond the sixth of a word, groups of digits,
characters of each script ...) and each count has a weight. The weights come from
`benchmarks/fit_token_estimate.py`, which fits them to real counts; its table of errors is in
`docs/decisions/0002-tokenizers-offline.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from promptwell.language.semantics.tokens.blocks import text_blocks

FEATURES = (
    "words",
    "letters past 6",
    "letters past 13",
    "letters past 4, not English",
    "accented words",
    "their letters past 3",
    "digit groups",
    "digits after a space",
    "punctuation runs",
    "punctuation past 2",
    "line ends",
    "indents",
    "han",
    "kana",
    "hangul",
    "cyrillic",
    "greek",
    "arabic",
    "hebrew",
    "thai",
    "indic",
    "armenian, georgian",
    "khmer, lao, burmese",
    "symbols",
    "emoji",
)
"""What `features` counts, in its order."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]")
_LETTERS = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_DIGITS = re.compile(r"[0-9]{1,3}")
_SPACED_DIGIT = re.compile(r" (?=[0-9])")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]+")
_SPACES = re.compile(r"[ \t\r\n]{2,}|\n")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|in|for|a|be|with|that|you|this|or|on)\b")
_SCRIPTS = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "\u3040-\u30ff\u31f0-\u31ff",
    "\uac00-\ud7af\u1100-\u11ff",
    "\u0400-\u052f",
    "\u0370-\u03ff",
    "\u0600-\u06ff\u0750-\u077f",
    "\u0590-\u05ff",
    "\u0e00-\u0e7f",
    "\u0900-\u0dff",
    "\u0530-\u058f\u10a0-\u10ff",
    "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff",
    "\u00a0-\u00bf\u2000-\u2bff\u3000-\u303f\uff00-\uffef",
    "\ud83c-\udfff\U00010000-\U0010ffff\ufe00-\ufe0f",
)
_NO_SCRIPTS = (0.0,) * len(_SCRIPTS)

_WEIGHTS: dict[str, tuple[float, ...]] = {
    "cl100k_base": (
        0.985,  # words
        0.056,  # letters past 6
        1.814,  # letters past 13
        0.181,  # letters past 4, not English
        1.797,  # accented words
        0.382,  # their letters past 3
        1.199,  # digit groups
        1.170,  # digits after a space
        0.731,  # punctuation runs
        0.305,  # punctuation past 2
        0.940,  # line ends
        0.413,  # indents
        1.049,  # han
        0.896,  # kana
        1.023,  # hangul
        0.480,  # cyrillic
        1.052,  # greek
        0.845,  # arabic
        1.164,  # hebrew
        0.920,  # thai
        1.233,  # indic
        2.098,  # armenian, georgian
        1.819,  # khmer, lao, burmese
        0.303,  # symbols
        4.307,  # emoji
    ),
    "o200k_base": (
        0.940,  # words
        0.086,  # letters past 6
        0.848,  # letters past 13
        0.107,  # letters past 4, not English
        0.991,  # accented words
        0.347,  # their letters past 3
        1.173,  # digit groups
        1.222,  # digits after a space
        0.815,  # punctuation runs
        0.338,  # punctuation past 2
        0.888,  # line ends
        0.462,  # indents
        0.801,  # han
        0.584,  # kana
        0.633,  # hangul
        0.294,  # cyrillic
        0.412,  # greek
        0.349,  # arabic
        0.445,  # hebrew
        0.386,  # thai
        0.397,  # indic
        0.385,  # armenian, georgian
        0.584,  # khmer, lao, burmese
        0.165,  # symbols
        3.529,  # emoji
    ),
}


def estimate_tokens(text: str, encoding: str = "o200k_base") -> int:
    """About how many tokens the text has in an encoding; in an unknown one, as in o200k_base."""
    known = encoding if encoding in _WEIGHTS else "o200k_base"
    total = sum(_estimate_block(block, known) for block in text_blocks(text))
    return max(round(total), 1 if text else 0)


def features(block: str) -> tuple[float, ...]:
    """The counts that describe a block of text, in the order of `FEATURES`."""
    ascii_only = block.isascii()
    accented: list[str] = []
    plain = block
    if not ascii_only:
        spelled: list[str] = _LETTERS.findall(block)
        accented = [word for word in spelled if not word.isascii()]
        plain = " ".join(word for word in spelled if word.isascii())
    lengths = Counter(map(len, _WORD.findall(plain)))
    words = lengths.total()
    spaces: list[str] = _SPACES.findall(block)
    runs = Counter(map(len, _PUNCTUATION.findall(block)))
    past_four = _past(lengths, 4)
    foreign = _foreign(block, words + len(accented), _past(lengths, 0) + sum(map(len, accented)))
    return (
        words,
        _past(lengths, 6),
        _past(lengths, 13),
        past_four * foreign,
        len(accented),
        sum(max(0, len(word) - 3) for word in accented),
        len(_DIGITS.findall(block)),
        len(_SPACED_DIGIT.findall(block)),
        runs.total(),
        _past(runs, 2),
        sum("\n" in run for run in spaces),
        sum(len(run) - run.rfind("\n") > 2 for run in spaces),
        *(_NO_SCRIPTS if ascii_only else (len(script.findall(block)) for script in _scripts())),
    )


@cache
def _scripts() -> tuple[re.Pattern[str], ...]:
    """The characters of each script; compiled for the first text that is more than ASCII."""
    return tuple(re.compile(f"[{ranges}]") for ranges in _SCRIPTS)


@lru_cache(maxsize=4096)
def _estimate_block(block: str, encoding: str) -> float:
    return sum(
        count * weight for count, weight in zip(features(block), _WEIGHTS[encoding], strict=True)
    )


def _past(lengths: Counter[int], most: int) -> int:
    """How many characters lie beyond the first `most` of their word, over all words."""
    return sum((length - most) * count for length, count in lengths.items() if length > most)


def _foreign(block: str, words: int, letters: int) -> float:
    """How sure it is, from 0 to 1, that Latin letters spell another language than English.

    Prose without the commonest English words is; code and tables are not prose, and a few
    words are too little to tell.
    """
    if words < 8 or letters < 0.8 * (len(block) - block.count(" ")):
        return 0.0
    common = len(_ENGLISH.findall(block))
    return max(0.0, 1 - common / (0.1 * words))
