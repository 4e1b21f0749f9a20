"""Names of the whole workspace that fit what somebody types: prompts, inputs, macros, blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import NamedPlace

MOST = 200
"""More than so many are not looked at by anybody: the next letter finds what is meant."""

_MOST_SCORED = 2_000
# An input may have the same name in thousands of files: others are to be seen beside it.
_MOST_ALIKE = 50
_KINDS = {"prompt": 0, "macro": 1, "block": 2, "input": 3}

# What a letter of the query is worth in a name.
_LETTER, _WORD_START, _CONSECUTIVE = 4, 8, 10
_WHOLE, _PREFIX = 100, 30
_GAP, _LARGEST_GAP = 1, 5


class FoundSymbol(NamedTuple):
    """A name, its file, and how well it fits: the higher, the better."""

    path: str
    symbol: NamedPlace
    score: int


def workspace_symbols(project: Project, query: str, most: int = MOST) -> list[FoundSymbol]:
    """The names that hold the letters of a query in their order, the best first.

    Letters that begin words or follow each other count more. A query without capitals fits names in
    any case. Nothing is read: what is not known of a file yet is not found.
    """
    letters = "".join(query.split())
    found = [*_in_table(project, letters), *_in_fresh(project, letters)]
    return best(found, most)


def best(found: Iterable[FoundSymbol], most: int = MOST) -> list[FoundSymbol]:
    """The best of what was found, in the order in which they are shown."""
    return nsmallest(most, found, key=_rank)


def score(name: str, letters: str) -> int | None:
    """How well a name fits the letters; None where it does not hold all of them in order."""
    exact = letters != letters.lower()
    text = name if exact else name.lower()
    if len(text) != len(name):  # a letter whose small form is longer
        text = name
    above: list[tuple[int, int]] | None = None
    for letter in letters:
        row: list[tuple[int, int]] = []
        reached: int | None = None
        index = 0
        for place, character in enumerate(text):
            while above is not None and index < len(above) and above[index][0] < place:
                gap = min(place - above[index][0] - 1, _LARGEST_GAP) * _GAP
                value = above[index][1] - gap
                reached = value if reached is None or value > reached else reached
                index += 1
            if character != letter or (above is not None and reached is None):
                continue
            value = (reached or 0) + _LETTER + (_WORD_START if _begins_word(name, place) else 0)
            if above and above[index - 1][0] == place - 1:
                value = max(value, above[index - 1][1] + _LETTER + _CONSECUTIVE)
            row.append((place, value))
        if not row:
            return None
        above = row
    total = max((value for _, value in above), default=0) if above else 0
    if text == letters:
        total += _WHOLE
    elif letters and text.startswith(letters):
        total += _PREFIX
    return total - len(name) // 8


def _begins_word(name: str, place: int) -> bool:
    if place == 0:
        return True
    before, here = name[place - 1], name[place]
    return not before.isalnum() or (here.isupper() and not before.isupper())


def _in_table(project: Project, letters: str) -> Iterator[FoundSymbol]:
    index = project.index
    table = index.table
    fitting = []
    for name in _candidates(table.listed_names, letters):
        points = score(name, letters)
        if points is not None:
            fitting.append((points, name))
    fitting.sort(key=lambda each: (-each[0], len(each[1])))
    left = MOST
    for points, name in fitting:
        places = (
            FoundSymbol(path, symbol, points)
            # A line is no name where a name holds a line end, or where there is none at all.
            for path, symbol in table.names.get(name, ())
            if (letters or symbol.kind == "prompt")
            and index.known_summary(path) is table.summaries[path]
        )
        for found in islice(places, MOST if name == letters else _MOST_ALIKE):
            left -= 1
            yield found
        if left <= 0:
            return


def _in_fresh(project: Project, letters: str) -> Iterator[FoundSymbol]:
    for path in list(project.index.fresh):
        summary = project.index.known_summary(path)
        if summary is None or summary is project.index.table.summaries.get(path):
            continue
        for symbol in summary.symbols if letters else summary.symbols[:1]:
            points = score(symbol.name, letters)
            if points is not None:
                yield FoundSymbol(path, symbol, points)


def _candidates(listed: str, letters: str) -> list[str]:
    """The names among lines that may fit, the likeliest where there are too many."""
    exact = letters != letters.lower()
    pattern = "".join(rf"[^{_either(each, exact)}\n]*[{_either(each, exact)}]" for each in letters)
    found = re.findall(rf"^{pattern}.*$", listed, re.MULTILINE)
    if len(found) <= _MOST_SCORED:
        return found
    return nsmallest(
        _MOST_SCORED, found, key=lambda name: (not name.lower().startswith(letters), len(name))
    )


def _either(letter: str, exact: bool) -> str:
    forms = {letter} if exact else {letter, letter.upper(), letter.lower()}
    return "".join(re.escape(each) for each in sorted(forms) if len(each) == 1)


def _rank(found: FoundSymbol) -> tuple[int, int, int, str, str]:
    name = found.symbol.name
    return -found.score, _KINDS[found.symbol.kind], len(name), name, found.path
