"""National numbers of southern and eastern Europe."""

from __future__ import annotations

from promptwell.language.detectors.personal_data.checksums import (
    is_date,
    luhn,
    mod_11_10,
    weighted,
)
from promptwell.language.detectors.personal_data.national.form import NationalNumber

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_ITALIAN_MONTHS = "ABCDEHLMPRST"
# What a sign at an odd place counts in an Italian code: digits, then letters.
_ITALIAN_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_ITALIAN_ODD_LETTERS = (
    *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18),
    *(20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
)


def _dni(number: str) -> bool:
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    # Eight digits and a letter may be a day with the T or Z of a time behind it.
    if number[:2] in ("19", "20") and is_date(number[2:4], number[4:6], number[6:8]):
        return False
    return _DNI_LETTERS[int(digits) % 23] == number[-1]


def _codice_fiscale(number: str) -> bool:
    day = int(number[9:11])
    if not (1 <= day <= 31 or 41 <= day <= 71):
        return False
    total = 0
    for place, sign in enumerate(number[:15]):
        value = int(sign) if sign.isdigit() else ord(sign) - 65
        if place % 2:
            total += value
        else:
            total += (_ITALIAN_ODD if sign.isdigit() else _ITALIAN_ODD_LETTERS)[value]
    return chr(65 + total % 26) == number[15]


def _nif(number: str) -> bool:
    check = -weighted(number[:8], (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if check == 10 else check) == int(number[8])


def _pesel(number: str) -> bool:
    month = int(number[2:4]) % 20
    check = -weighted(number[:10], (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    return is_date(number[:2], f"{month:02}", number[4:6]) and check == int(number[10])


def _rodne_cislo(number: str) -> bool:
    month = int(number[2:4])
    month = month - 50 if month > 50 else month
    month = month - 20 if month > 20 else month
    if not is_date(number[:2], f"{month:02}", number[4:6]):
        return False
    if len(number) == 9:  # without a check digit, up to 1953
        return number[:2] < "54"
    return int(number) % 11 == 0 or int(number[:9]) % 11 % 10 == int(number[9])


def _cnp(number: str) -> bool:
    check = weighted(number[:12], (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return is_date(number[1:3], number[3:5], number[5:7]) and (1 if check == 10 else check) == int(
        number[12]
    )


def _egn(number: str) -> bool:
    month = int(number[2:4])
    month = month % 20 if month < 60 else 0
    check = weighted(number[:9], (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10
    return is_date(number[:2], f"{month:02}", number[4:6]) and check == int(number[9])


def _jmbg(number: str) -> bool:
    check = -weighted(number[:12], (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 % 10
    return is_date(number[5:7], number[2:4], number[:2]) and check == int(number[12])


def _amka(number: str) -> bool:
    return is_date(number[4:6], number[2:4], number[:2]) and luhn(number)


def _hungarian_tax(number: str) -> bool:
    return weighted(number[:9], range(1, 10)) % 11 == int(number[9])


NUMBERS = (
    NationalNumber(
        "Spanish DNI",
        (9,),
        r"\d{8}[A-HJ-NP-TV-Z]",
        r"\bdni\b|\bnif\b",
        _dni,
        plain=r"\d{8}-?[A-Z]|\d{2}\.\d{3}\.\d{3}-?[A-Z]",
    ),
    NationalNumber(
        "Spanish NIE",
        (9,),
        r"[XYZ]\d{7}[A-HJ-NP-TV-Z]",
        r"\bnie\b|\bnif\b",
        _dni,
        plain=r"[XYZ]-?\d{7}-?[A-Z]",
    ),
    NationalNumber(
        "Italian tax code",
        (16,),
        rf"[A-Z]{{6}}\d{{2}}[{_ITALIAN_MONTHS}]\d{{2}}[A-Z]\d{{3}}[A-Z]",
        r"codice[ _-]?fiscale|\bc\.?f\.?\b",
        _codice_fiscale,
        plain=r"[A-Za-z0-9]{16}",
    ),
    NationalNumber("Portuguese NIF", (9,), r"[1-3]\d{8}", r"\bnif\b|contribuinte", _nif),
    NationalNumber("Polish PESEL", (11,), r"\d{11}", r"\bpesel\b", _pesel),
    NationalNumber(
        "Czech or Slovak birth number",
        (9, 10),
        r"\d{9,10}",
        r"rodn[ée][ _-]?[čc][íi]slo|\br\.? ?[čc]\.|birth[ _-]?number",
        _rodne_cislo,
        plain=r"\d{6}/\d{4}",
    ),
    NationalNumber("Romanian CNP", (13,), r"[1-8]\d{12}", r"\bcnp\b|cod numeric", _cnp),
    NationalNumber("Bulgarian EGN", (10,), r"\d{10}", r"\begn\b|егн", _egn),
    NationalNumber("Croatian OIB", (11,), r"\d{11}", r"\boib\b", mod_11_10),
    NationalNumber("JMBG", (13,), r"\d{13}", r"\bjmbg\b|\bем?бг\b|јмбг|\bem[šs]o\b", _jmbg),
    NationalNumber("Greek AMKA", (11,), r"\d{11}", r"\bamka\b|αμκα", _amka),
    NationalNumber(
        "Hungarian tax number",
        (10,),
        r"8\d{9}",
        r"ad[óo]azonos[íi]t[óo]|ad[óo]sz[áa]m",
        _hungarian_tax,
    ),
)
