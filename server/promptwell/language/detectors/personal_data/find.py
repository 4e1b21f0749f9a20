"""Finds personal data in a text of any kind, in one pass over its candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from promptwell.language.detectors.personal_data import runs
from promptwell.language.detectors.personal_data.email import find_emails
from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.detectors.personal_data.ip import find_v6

# Where a number may be: six digits or more with little between them, an Italian code, or dots
# between four numbers. What it is, and where it begins, is looked at afterwards.
_CANDIDATE = re.compile(
    r"[0-9](?:(?:[ .\u00a0\u202f/\u2010-\u2013-]{0,2}[()]?[ .-]?[0-9]){5,400}"
    r"|[0-9][A-Za-z][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z]"
    r"|[0-9]{0,2}(?:\.[0-9]{1,3}){3}"
    r"|[0-9](?:[ -]?[A-Z0-9]{4}){3})"
)


@lru_cache(maxsize=16)
def find_personal_data(text: str) -> tuple[PersonalData, ...]:
    """All personal data of a text, in its order; values that are nobody's are left out.

    Nothing that is given overlaps.
    """
    every = sorted(
        each for source in (find_emails, _find_numbers, find_v6) for each in source(text)
    )
    found: list[PersonalData] = []
    for each in every:
        if not found or each.span.start >= found[-1].span.end:
            found.append(each)
    return tuple(found)


def _find_numbers(text: str) -> Iterator[PersonalData]:
    position = 0
    while candidate := _CANDIDATE.search(text, position):
        position = candidate.end()
        for each in runs.in_run(text, candidate.start(), candidate.end()):
            yield each
            position = max(position, each.span.end)
