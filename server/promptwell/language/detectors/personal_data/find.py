"""Finds personal data in a text of any kind, in one pass over its candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from promptwell.language.detectors.personal_data import runs
from promptwell.language.detectors.personal_data.email import find_emails
from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.detectors.personal_data.ip import find_v6
from promptwell.language.text.change import Before, Recent

# Where a number may be: six digits or more with little between them, an Italian code, or dots
# between four numbers. What it is, and where it begins, is looked at afterwards.
_CANDIDATE = re.compile(
    r"[0-9](?:(?:[ .\u00a0\u202f/\u2010-\u2013-]{0,2}[()]?[ .-]?[0-9]){5,400}"
    r"|[0-9][A-Za-z][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z]"
    r"|[0-9]{0,2}(?:\.[0-9]{1,3}){3}"
    r"|[0-9](?:[ -]?[A-Z0-9]{4}){3})"
)


# What stands in a line is told by that line, and by no more than these characters before and behind a place.
_LOOKS_BACK = 512
_LOOKS_AHEAD = 64

_searches: Recent[tuple[PersonalData, ...]] = Recent()


@lru_cache(maxsize=16)
def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """All personal data of a text, in its order; values that are nobody's are left out.

    Nothing that is given overlaps.
    """
    before = _searches.before(text)
    found = _after_change(text, before) if before else _found_in(text, 0, len(text))
    _searches.keep(text, found)
    return found


def forget() -> None:
    """Look through each text whole when it is next asked about."""
    find_personal_data.cache_clear()
    _searches.forget()


def _found_in(text: str, start: int, end: int) -> tuple[PersonalData, ...]:
    """The personal data in the lines between two offsets of a text."""
    every = sorted(
        each
        for source in (find_emails, _find_numbers, find_v6)
        for each in source(text, start, end)
    )
    found: list[PersonalData] = []
    for each in every:
        if not found or each.span.start >= found[-1].span.end:
            found.append(each)
    return tuple(found)


def _after_change(text: str, before: Before[tuple[PersonalData, ...]]) -> tuple[PersonalData, ...]:
    """What is found once only the lines near a change are looked at again."""
    earlier, (start, end, moved) = before.result, before.change
    first = text.rfind("\n", 0, max(0, start - _LOOKS_AHEAD)) + 1
    last = text.find("\n", end + _LOOKS_BACK) + 1 or len(text)
    right = (
        each._replace(span=each.span.shift(moved))
        for each in earlier
        if each.span.start + moved >= last
    )
    left = (each for each in earlier if each.span.start < first)
    return (*left, *_found_in(text, first, last), *right)


def _find_numbers(text: str, start: int, end: int) -> Iterator[PersonalData]:
    position = start
    while candidate := _CANDIDATE.search(text, position, end):
        position = candidate.end()
        for each in runs.in_run(text, candidate.start(), candidate.end()):
            yield each
            position = max(position, each.span.end)
