"""Prompts and queries to measure the search with: the same ones each time.

The prompts are lines of real prompts (`../shared/corpus`, where it is there), in which every sixth word is drawn
anew from a vocabulary by Zipf's law, as words of any language are; so there are rare words, common words,
and phrases. The 200 queries are the published mix: 80 single words, 50 pairs of words, 30 phrases of two or
three words, 30 prefixes of three to five letters, and 10 of the commonest words.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import Chunk, key_of
from promptwell.domain.prompts.search.words import words_of

ROOT = "/bench"
CHUNKS_EACH = 3
MIX = {"word": 80, "pair": 50, "phrase": 30, "prefix": 30, "common": 10}

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_SUFFIXES = frozenset((".md", ".mdc", ".prompty", ".prompt", ".yml", ".yaml", ".jinja2"))
_FALLBACK = ("Summarize the article in three sentences and name its sources.",)
_VOCABULARY = 60_000
_SYLLABLES = (
    "ba",
    "cor",
    "di",
    "en",
    "fal",
    "gor",
    "ha",
    "in",
    "ju",
    "ker",
    "lo",
    "mi",
    "nat",
    "or",
    "pra",
)
_LINES_EACH = 7
_REDRAWN = 1 / 6
_COMMONEST = 20
_COMMON = 100
_START = datetime(2026, 1, 1, tzinfo=UTC)


def prompts(count: int) -> Iterator[tuple[PromptRecord, list[Chunk]]]:
    """Prompts with their chunks."""
    chance = random.Random(7)  # noqa: S311  # the same each time
    lines, vocabulary, weights = _material()
    for number in range(count):
        texts = [
            "\n".join(
                _redrawn(chance.choice(lines), chance, vocabulary, weights)
                for _ in range(_LINES_EACH)
            )
            for _ in range(CHUNKS_EACH)
        ]
        yield _record(number, chance, vocabulary, weights), _chunks(texts)


def queries(of: Sequence[Sequence[Chunk]]) -> list[tuple[str, str]]:
    """The mix of kinds and queries, each with words of one of these prompts."""
    chance = random.Random(11)  # noqa: S311  # the same each time
    texts = [words_of(chunk.text) for chunks in of for chunk in chunks]
    counts = Counter(word for words in texts for word in words)
    common = [word for word, _ in counts.most_common(_COMMON)]
    usual = set(common)

    def word() -> str:
        while True:
            found = chance.choice(chance.choice(texts))
            if found not in usual and len(found) > 2 and not found.isdigit():
                return found

    def pair() -> str:
        words = [each for each in chance.choice(texts) if each not in usual]
        return " ".join(chance.sample(words, 2))

    def phrase() -> str:
        words = chance.choice(texts)
        start = chance.randrange(len(words) - 3)
        return f'"{" ".join(words[start : start + chance.choice((2, 3))])}"'

    def prefix() -> str:
        found = word()
        return f"{found[: chance.choice((3, 4, 5))]}*"

    makers: dict[str, Callable[[], str]] = {
        "word": word,
        "pair": pair,
        "phrase": phrase,
        "prefix": prefix,
        "common": lambda: chance.choice(common[:_COMMONEST]),
    }
    found = [(kind, makers[kind]()) for kind, count in MIX.items() for _ in range(count)]
    chance.shuffle(found)
    return found


@cache
def _material() -> tuple[list[str], list[str], list[float]]:
    """Real lines, and a vocabulary with how often its words are said, added up."""
    lines = [
        line.strip()
        for path in sorted(_CORPUS.rglob("*"))
        if path.suffix in _SUFFIXES and path.is_file()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if 40 < len(line.strip()) < 200
    ] or list(_FALLBACK)
    real = [word for word, _ in Counter(w for line in lines for w in words_of(line)).most_common()]
    chance = random.Random(3)  # noqa: S311  # the same each time
    made = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(_VOCABULARY)}
    vocabulary = [*real, *sorted(made - set(real))]
    return lines, vocabulary, list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))


def _redrawn(
    line: str, chance: random.Random, vocabulary: Sequence[str], weights: Sequence[float]
) -> str:
    def drawn(match: re.Match[str]) -> str:
        if chance.random() > _REDRAWN:
            return match[0]
        return chance.choices(vocabulary, cum_weights=weights)[0]

    return re.sub(r"[A-Za-z]+", drawn, line)


def _record(
    number: int, chance: random.Random, vocabulary: Sequence[str], weights: Sequence[float]
) -> PromptRecord:
    words = chance.choices(vocabulary, cum_weights=weights, k=12)
    name = f"{words[0]}-{words[1]}-{number}"
    return PromptRecord(
        id=f"{number:032x}",
        path=f"{words[2]}/{name}.prompty",
        name=name,
        format="prompty",
        content=sha256(name.encode()).hexdigest(),
        description=" ".join(words[3:]),
        model=("gpt-5", "claude-sonnet-4", "")[number % 3],
        status=("draft", "approved")[number % 2],
        tags=(f"team-{number % 20}", words[3]),
        fields={"audience": "adults"},
        created=_START,
        updated=_START + timedelta(minutes=number % 100_000),
    )


def _chunks(texts: Sequence[str]) -> list[Chunk]:
    found: list[Chunk] = []
    start = 0
    for text, role in zip(texts, ("system", "user", "assistant"), strict=True):
        meaning = " ".join(text.split())
        found.append(
            Chunk(key_of(meaning), text, meaning, "message", role, "", start, start + len(text))
        )
        start += len(text) + 2
    return found
