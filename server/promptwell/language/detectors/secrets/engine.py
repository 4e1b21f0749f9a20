"""The two machines underneath: one finds all keywords in one pass, the other matches a pattern.

Both take time in proportion to the text. Where no wheel of them exists, the standard library does
the same more slowly: every pattern has bounded repetition, so it stays in proportion too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple, Protocol


class Match(Protocol):
    """What both engines give for a match."""

    def span(self, group: int = 0, /) -> tuple[int, int]:
        """Where a group stands; -1, -1 where it took no part."""


class Pattern(Protocol):
    """What both engines compile a pattern to."""

    @property
    def groups(self) -> int:
        """How many groups it has."""

    def match(self, text: str, /) -> Match | None:
        """The match at the beginning of a text."""

    def search(self, text: str, /) -> Match | None:
        """The first match."""


class Hit(NamedTuple):
    """A keyword, by its number, and where it begins."""

    keyword: int
    start: int


Finder = Callable[[str], Iterable[Hit]]


def keyword_finder(keywords: Sequence[str], *, standard_library: bool = False) -> Finder:
    """Something that finds all keywords, which are in lower case, wherever they stand in a text.

    The hits come in the order of the text, those at one place in the order of the keywords.
    """
    search = None if standard_library else _aho_corasick(keywords)
    if search is None:
        search = _one_by_one(keywords)

    def find(text: str) -> Iterable[Hit]:
        return search(_lowered(text))

    return find


def compiled(pattern: str, *, standard_library: bool = False) -> Pattern:
    """A pattern ready to match; each is compiled once, when it is first needed."""
    return _compiled(pattern, standard_library)


@cache
def _compiled(pattern: str, standard_library: bool) -> Pattern:
    if not standard_library:
        try:
            import re2  # takes 25 ms, so only a text with a keyword in it waits for it
        except ImportError:
            pass
        else:
            options = re2.Options()
            options.log_errors = False
            made: Pattern = re2.compile(pattern, options)
            return made
    return re.compile(pattern, re.ASCII)


def _aho_corasick(keywords: Sequence[str]) -> Finder | None:
    try:
        from ahocorasick_rs import AhoCorasick  # takes 4 ms
    except ImportError:
        return None
    machine = AhoCorasick(keywords)

    def search(text: str) -> Iterable[Hit]:
        found = machine.find_matches_as_indexes(text, overlapping=True)
        hits = [Hit(keyword, start) for keyword, start, _ in found]
        hits.sort(key=lambda hit: (hit.start, hit.keyword))
        return hits

    return search


def _one_by_one(keywords: Sequence[str]) -> Finder:
    def search(text: str) -> Iterable[Hit]:
        hits = []
        for number, keyword in enumerate(keywords):
            start = text.find(keyword)
            while start >= 0:
                hits.append(Hit(number, start))
                start = text.find(keyword, start + 1)
        hits.sort(key=lambda hit: (hit.start, hit.keyword))
        return hits

    return search


def _lowered(text: str) -> str:
    """The text in lower case, each character where it was."""
    lowered = text.lower()
    # One capital letter alone becomes two characters.
    return lowered if len(lowered) == len(text) else text.replace("\u0130", "i").lower()
