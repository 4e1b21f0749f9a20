"""National numbers of the Americas."""

from __future__ import annotations

from promptwell.language.detectors.personal_data.checksums import is_date, luhn, weighted
from promptwell.language.detectors.personal_data.national.form import NationalNumber

_CURP_SIGNS = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ"
_CPF_WEIGHTS = (11, 10, 9, 8, 7, 6, 5, 4, 3, 2)
_CUIL_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def _cpf(number: str) -> bool:
    first = weighted(number[:9], _CPF_WEIGHTS[1:]) * 10 % 11 % 10
    second = weighted(number[:10], _CPF_WEIGHTS) * 10 % 11 % 10
    return number[9:] == f"{first}{second}"


def _cuil(number: str) -> bool:
    rest = (11 - weighted(number[:10], _CUIL_WEIGHTS) % 11) % 11
    return min(rest, 9) == int(number[10])


def _rut(number: str) -> bool:
    body = number[:-1].zfill(8)
    rest = (11 - weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11
    return number[-1] == ("K" if rest == 10 else str(rest))


def _curp(number: str) -> bool:
    total = sum(_CURP_SIGNS.index(sign) * (18 - place) for place, sign in enumerate(number[:17]))
    return is_date(number[4:6], number[6:8], number[8:10]) and int(number[17]) == -total % 10


NUMBERS = (
    NationalNumber(
        "US Social Security number",
        (9,),
        r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}",
        r"ssn|social[ _-]?security",
        plain=r"\d{3}-\d{2}-\d{4}",
    ),
    NationalNumber(
        "US taxpayer number",
        (9,),
        r"9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}",
        r"itin|taxpayer|tax[ _-]?id",
        plain=r"\d{3}-\d{2}-\d{4}",
    ),
    NationalNumber(
        "Canadian Social Insurance number",
        (9,),
        r"[1-79]\d{8}",
        r"\bsin\b|social[ _-]?insurance|\bnas\b|assurance[ _-]?sociale",
        luhn,
    ),
    NationalNumber(
        "Brazilian CPF", (11,), r"\d{11}", r"\bcpf\b", _cpf, plain=r"\d{3}\.\d{3}\.\d{3}-\d{2}"
    ),
    NationalNumber(
        "Argentine CUIL",
        (11,),
        r"2[0347]\d{9}",
        r"\bcui[lt]\b",
        _cuil,
        plain=r"\d{2}-\d{8}-\d",
    ),
    NationalNumber(
        "Chilean RUT",
        (8, 9),
        r"[1-9]\d{6,7}[0-9K]",
        r"\brut\b",
        _rut,
        plain=r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]",
    ),
    NationalNumber(
        "Mexican CURP",
        (18,),
        r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z]\d",
        r"\bcurp\b",
        _curp,
        plain=r"\w{18}",
    ),
)
