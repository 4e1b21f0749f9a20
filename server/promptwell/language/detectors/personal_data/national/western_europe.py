"""National numbers of western Europe."""

from __future__ import annotations

from collections import Counter

from promptwell.language.detectors.personal_data.checksums import (
    is_date,
    luhn,
    mod_11_10,
    weighted,
)
from promptwell.language.detectors.personal_data.national.form import NationalNumber

_PPSN_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"


def _nhs(number: str) -> bool:
    return (11 - weighted(number[:9], range(10, 1, -1)) % 11) % 11 == int(number[9])


def _german_tax(number: str) -> bool:
    # Of the first ten digits one comes twice or three times, as of 2016; the others once at most.
    times = sorted(Counter(number[:10]).values(), reverse=True)
    return times[0] in (2, 3) and times[1] == 1 and mod_11_10(number)


def _nir(number: str) -> bool:
    # Corsica's departments have letters that count as 19 and 18.
    body = number[:13].replace("2A", "19", 1) if number[5:7] == "2A" else number[:13]
    body = body[:5] + "18" + body[7:] if number[5:7] == "2B" else body
    month = int(number[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


def _bsn(number: str) -> bool:
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _belgian(number: str) -> bool:
    body, check = number[:9], int(number[9:])
    if not is_date(number[:2], number[2:4], number[4:6]) and number[2:6] != "0000":
        return False
    return any(97 - int(century + body) % 97 == check for century in ("", "2"))


def _ahv(number: str) -> bool:
    return weighted(number, (1, 3) * 6 + (1,)) % 10 == 0


def _austrian(number: str) -> bool:
    check = weighted(number, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11
    return check == int(number[3]) and is_date(number[8:], number[6:8], number[4:6])


def _ppsn(number: str) -> bool:
    second = number[8:]
    extra = 0 if second in ("", "W", "T", "X") else ord(second) - 64
    total = weighted(number[:7], (8, 7, 6, 5, 4, 3, 2)) + extra * 9
    return _PPSN_LETTERS[total % 23] == number[7]


def _luxembourg(number: str) -> bool:
    return is_date(number[2:4], number[4:6], number[6:8]) and luhn(number[:12])


NUMBERS = (
    NationalNumber(
        "UK National Insurance number",
        (9,),
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
        r"\bni(?:no)?\b|national[ _-]?insurance",
        plain=r"[A-Z]{2}(?: ?\d{2}){3} ?[A-D]",
    ),
    NationalNumber("UK NHS number", (10,), r"[1-9]\d{9}", r"\bnhs\b", _nhs),
    NationalNumber(
        "German tax number",
        (11,),
        r"[1-9]\d{10}",
        r"steuer|\bidnr|\bid-?nr\b|tax[ _-]?(?:id|number)|\btin\b",
        _german_tax,
        plain=r"\d{2} \d{3} \d{3} \d{3}",
    ),
    NationalNumber(
        "French social security number",
        (15,),
        r"[1-478]\d{2}\d{2}(?:\d{2}|2[AB])\d{8}",
        r"\bnir\b|s[ée]curit[ée][ _-]?sociale|\bs[ée]cu\b|insee",
        _nir,
        plain=r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}",
    ),
    NationalNumber(
        "Dutch BSN", (9,), r"\d{9}", r"\bbsn\b|burgerservice|sofi-?num|citizen service", _bsn
    ),
    NationalNumber(
        "Belgian national number",
        (11,),
        r"\d{11}",
        r"rijksregister|registre[ _-]?national|\bniss\b|\binsz\b|national[ _-]?n",
        _belgian,
        plain=r"\d{2}\.\d{2}\.\d{2}[- ]\d{3}[.-]\d{2}",
    ),
    NationalNumber(
        "Swiss social security number",
        (13,),
        r"756\d{10}",
        r"\bahv\b|\bavs\b|sozialversicherung|social[ _-]?security",
        _ahv,
        plain=r"756\.\d{4}\.\d{4}\.\d{2}",
    ),
    NationalNumber(
        "Austrian social security number",
        (10,),
        r"[1-9]\d{9}",
        r"\bsv-?n(?:r|ummer)?\b|sozialversicherung",
        _austrian,
    ),
    NationalNumber("Irish PPS number", (8, 9), r"\d{7}[A-W][ABHTWX]?", r"\bpps", _ppsn),
    NationalNumber(
        "Luxembourgish national number",
        (13,),
        r"(?:19|20)\d{11}",
        r"matricule|national[ _-]?id",
        _luxembourg,
    ),
)
