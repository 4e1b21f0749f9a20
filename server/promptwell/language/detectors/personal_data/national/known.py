"""All kinds of national numbers, and which of them a written number is."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from promptwell.language.detectors.personal_data.national import (
    africa_middle_east,
    americas,
    asia_pacific,
    northern_europe,
    southern_europe,
    western_europe,
)
from promptwell.language.detectors.personal_data.national.form import NationalNumber

KINDS = (
    *americas.NUMBERS,
    *western_europe.NUMBERS,
    *northern_europe.NUMBERS,
    *southern_europe.NUMBERS,
    *asia_pacific.NUMBERS,
    *africa_middle_east.NUMBERS,
)
# Lengths without separators, between which all numbers lie.
SHORTEST, LONGEST = 7, 18
_SEPARATORS = re.compile(r"[\s.()/+\u2010-\u2013-]")


class _Compiled(NamedTuple):
    kind: NationalNumber
    form: re.Pattern[str]
    plain: re.Pattern[str] | None
    words: re.Pattern[str]


def national_number(written: str, before: str) -> tuple[str, str] | None:
    """The name of the national number that a written one is, and the number without separators.

    `before` is what stands before it on its line: a number that is nothing without a word counts
    only where one of its words is there.
    """
    number = _SEPARATORS.sub("", written).upper()
    signed = written.replace(" ", "").upper()  # the Finnish century's sign is part of the number
    for each in _by_length().get(len(number), ()):
        if not each.form.fullmatch(number) or (each.kind.check and not each.kind.check(number)):
            continue
        plain = each.plain is not None and (
            each.plain.fullmatch(written) or each.plain.fullmatch(signed)
        )
        if plain or each.words.search(before):
            return each.kind.name, number
    return None


@cache
def _by_length() -> dict[int, list[_Compiled]]:
    """The kinds by the lengths that their form may have; patterns are compiled when first needed."""
    found: dict[int, list[_Compiled]] = {}
    for kind in KINDS:
        compiled = _Compiled(
            kind,
            re.compile(kind.form, re.ASCII),
            re.compile(kind.plain, re.ASCII) if kind.plain else None,
            re.compile(kind.words, re.IGNORECASE),
        )
        for length in kind.lengths:
            found.setdefault(length, []).append(compiled)
    return found
