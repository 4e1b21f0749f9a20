"""National numbers of the Nordic and Baltic countries."""

from __future__ import annotations

from promptwell.language.detectors.personal_data.checksums import is_date, luhn, weighted
from promptwell.language.detectors.personal_data.national.form import NationalNumber

_FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def _swedish(number: str) -> bool:
    last = number[-10:]
    day = int(last[4:6])
    # A coordination number, for those who are not registered, adds 60 to the day.
    day = day - 60 if day > 60 else day
    return is_date(last[:2], last[2:4], f"{day:02}") and luhn(last)


def _norwegian(number: str) -> bool:
    day, month = int(number[:2]), int(number[2:4])
    day = day - 40 if day > 40 else day
    month = month % 40
    if not is_date(number[4:6], f"{month:02}", f"{day:02}"):
        return False
    first = -weighted(number[:9], (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -weighted(number[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return number[9:] == f"{first}{second}"


def _danish(number: str) -> bool:
    # Since 2007 numbers are given out that fail the old check sum.
    return is_date(number[4:6], number[2:4], number[:2])


def _finnish(number: str) -> bool:
    rest = int(number[:6] + number[-4:-1]) % 31
    return (
        is_date(number[4:6], number[2:4], number[:2])
        and number[-4:-1] >= "002"
        and number[-1] == _FINNISH_SIGNS[rest]
    )


def _icelandic(number: str) -> bool:
    check = -weighted(number[:8], (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return is_date(number[4:6], number[2:4], number[:2]) and check == int(number[8])


def _baltic(number: str) -> bool:
    """The Estonian and the Lithuanian code."""
    if not is_date(number[1:3], number[3:5], number[5:7]):
        return False
    check = weighted(number[:10], (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = weighted(number[:10], (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return check == int(number[10])


def _latvian(number: str) -> bool:
    if number.startswith("32"):
        return True  # codes given out since 2017 say nothing of the birth date
    check = (1101 - weighted(number[:10], (1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11 % 10
    return is_date(number[4:6], number[2:4], number[:2]) and check == int(number[10])


NUMBERS = (
    NationalNumber(
        "Swedish personal number",
        (10, 12),
        r"(?:19|20)?\d{10}",
        r"personnummer|personal[ _-]?(?:number|id|identity)|\bpnr\b",
        _swedish,
        plain=r"\d{6}[-+]\d{4}",
    ),
    NationalNumber(
        "Norwegian birth number",
        (11,),
        r"\d{11}",
        r"f[øo]dsels(?:nummer)?|personnummer|\bfnr\b",
        _norwegian,
        plain=r"\d{6} ?\d{5}",
    ),
    NationalNumber("Danish CPR number", (10,), r"\d{10}", r"\bcpr\b|personnummer", _danish),
    NationalNumber(
        "Finnish personal code",
        (10, 11),
        r"\d{6}[-+A-FU-Y]?\d{3}[0-9A-FHJ-NPR-Y]",
        r"henkil[öo]tunnus|\bhetu\b|personal[ _-]?identity",
        _finnish,
        plain=r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]",
    ),
    NationalNumber("Icelandic kennitala", (10,), r"\d{9}[09]", r"kennitala|\bkt\b", _icelandic),
    NationalNumber(
        "Estonian personal code", (11,), r"[1-8]\d{10}", r"isikukood|personal[ _-]?code", _baltic
    ),
    NationalNumber(
        "Lithuanian personal code",
        (11,),
        r"[1-8]\d{10}",
        r"asmens[ _-]?kodas|personal[ _-]?code",
        _baltic,
    ),
    NationalNumber(
        "Latvian personal code",
        (11,),
        r"\d{11}",
        r"personas[ _-]?kods|personal[ _-]?code",
        _latvian,
    ),
)
