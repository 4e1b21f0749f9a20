"""International bank account numbers (ISO 13616): a country's length and two check digits."""

from __future__ import annotations

import re

from promptwell.language.detectors.personal_data.checksums import mod_97

# How long an account number of each country is.
_BY_LENGTH = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
LENGTHS = {country: length for length, each in _BY_LENGTH.items() for country in each.split()}
_WRITTEN = re.compile(r"[A-Z]{2}[0-9]{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}", re.IGNORECASE | re.ASCII)
_SEPARATOR = re.compile(r"[ \u00a0-]")


def iban_at(text: str, start: int) -> tuple[int, str] | None:
    """Where the account number that begins at a place ends, and the number without separators."""
    length = LENGTHS.get(text[start : start + 2].upper())
    match = _WRITTEN.match(text, start) if length else None
    if match is None or length is None:
        return None
    end, taken = start, 0
    while end < match.end() and taken < length:
        taken += _SEPARATOR.match(text, end) is None
        end += 1
    number = _SEPARATOR.sub("", text[start:end]).upper()
    if taken < length or mod_97(number[4:] + number[:4]) != 1:
        return None
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return None
    return end, number
