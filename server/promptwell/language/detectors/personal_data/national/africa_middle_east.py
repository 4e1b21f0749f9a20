"""National numbers of Africa, the Middle East and the former Soviet Union."""

from __future__ import annotations

from promptwell.language.detectors.personal_data.checksums import (
    digits_of,
    is_date,
    luhn,
    weighted,
)
from promptwell.language.detectors.personal_data.national.form import NationalNumber


def _south_african(number: str) -> bool:
    return is_date(number[:2], number[2:4], number[4:6]) and luhn(number)


def _turkish(number: str) -> bool:
    digits = digits_of(number)
    tenth = (sum(digits[0:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return tenth == digits[9] and sum(digits[:10]) % 10 == digits[10]


def _israeli(number: str) -> bool:
    return luhn(number.zfill(9))


def _snils(number: str) -> bool:
    rest = weighted(number[:9], range(9, 0, -1)) % 101
    return (0 if rest == 100 else rest) == int(number[9:])


def _russian_tax(number: str) -> bool:
    first = weighted(number[:10], (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = weighted(number[:11], (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return number[10:] == f"{first}{second}"


def _ukrainian_tax(number: str) -> bool:
    return weighted(number[:9], (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == int(number[9])


def _egyptian(number: str) -> bool:
    return is_date(number[1:3], number[3:5], number[5:7])


NUMBERS = (
    NationalNumber(
        "South African identity number",
        (13,),
        r"\d{10}[012]\d{2}",
        r"\bid[ _-]?(?:number|no)?\b|identity",
        _south_african,
        plain=r"\d{6} \d{4} \d{3}|\d{6} \d{4} \d{2} \d",
    ),
    NationalNumber(
        "Turkish identity number", (11,), r"[1-9]\d{10}", r"\btc\b|t\.c\.|kimlik|\btckn\b", _turkish
    ),
    NationalNumber("Israeli identity number", (8, 9), r"\d{8,9}", r"teudat|ת\.?ז|זהות", _israeli),
    NationalNumber(
        "Emirates identity number",
        (15,),
        r"784\d{12}",
        r"emirates[ _-]?id",
        luhn,
        plain=r"784-\d{4}-\d{7}-\d",
    ),
    NationalNumber("Saudi identity number", (10,), r"[12]\d{9}", r"iqama|هوية|saudi[ _-]?id", luhn),
    NationalNumber(
        "Egyptian national number",
        (14,),
        r"[23]\d{13}",
        r"national[ _-]?id|الرقم القومي",
        _egyptian,
    ),
    NationalNumber("Pakistani CNIC", (13,), r"[1-7]\d{12}", r"\bcnic\b", plain=r"\d{5}-\d{7}-\d"),
    NationalNumber(
        "Russian SNILS",
        (11,),
        r"\d{11}",
        r"снилс|\bsnils\b",
        _snils,
        plain=r"\d{3}-\d{3}-\d{3} \d{2}",
    ),
    NationalNumber("Russian tax number", (12,), r"\d{12}", r"\bинн\b|\binn\b", _russian_tax),
    NationalNumber(
        "Ukrainian tax number",
        (10,),
        r"\d{10}",
        r"рнокпп|\bіпн\b|\brnokpp\b|\btin\b",
        _ukrainian_tax,
    ),
)
