"""National numbers of Asia and the Pacific."""

from __future__ import annotations

from promptwell.language.detectors.personal_data.checksums import is_date, verhoeff, weighted
from promptwell.language.detectors.personal_data.national.form import NationalNumber

_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def _chinese(number: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if not is_date(number[8:10], number[10:12], number[12:14]):
        return False
    return "10X98765432"[weighted(number[:17], weights) % 11] == number[17]


def _korean(number: str) -> bool:
    check = (11 - weighted(number[:12], (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    # Foreigners' numbers (5 to 8) have a check of their own; both ended in 2020.
    return is_date(number[:2], number[2:4], number[4:6]) and (
        check == int(number[12]) or number[6] in "5678"
    )


def _my_number(number: str) -> bool:
    rest = weighted(number[:11], (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest <= 1 else 11 - rest) == int(number[11])


def _nric(number: str) -> bool:
    total = weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(
        number[0], 0
    )
    if number[0] == "M":
        return "KLJNPQRTUWX"[10 - total % 11] == number[8]
    letters = "JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK"
    return letters[total % 11] == number[8]


def _hkid(number: str) -> bool:
    letters = (
        number.rstrip("0123456789") if number[-1].isdigit() else number[:-1].rstrip("0123456789")
    )
    first = 36 * 9 if len(letters) == 1 else (ord(letters[0]) - 55) * 9
    total = first + (ord(letters[-1]) - 55) * 8
    total += weighted(number[len(letters) : -1], (7, 6, 5, 4, 3, 2))
    rest = (11 - total % 11) % 11
    return number[-1] == ("A" if rest == 10 else str(rest))


def _taiwanese(number: str) -> bool:
    letter = _TAIWAN_LETTERS.index(number[0]) + 10
    total = letter // 10 + letter % 10 * 9 + weighted(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return total % 10 == 0


def _thai(number: str) -> bool:
    return (11 - weighted(number[:12], range(13, 1, -1)) % 11) % 10 == int(number[12])


def _malaysian(number: str) -> bool:
    return is_date(number[:2], number[2:4], number[4:6])


def _tfn(number: str) -> bool:
    # Older numbers have eight digits; two ways to weigh them are in use.
    weighings = ((1, 4, 3, 7, 5, 8, 6, 9, 10), (10, 7, 8, 4, 6, 3, 5, 1))
    return any(weighted(number, each) % 11 == 0 for each in weighings[: 10 - len(number)])


def _medicare(number: str) -> bool:
    return weighted(number[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def _ird(number: str) -> bool:
    body, check = number[:-1].zfill(8), int(number[-1])
    rest = -weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    if rest == 10:
        rest = -weighted(body, (7, 4, 3, 2, 5, 2, 7, 6)) % 11
    return rest == check


NUMBERS = (
    NationalNumber(
        "Indian Aadhaar number", (12,), r"[2-9]\d{11}", r"aa?dh?aa?r|\buidai?\b|आधार", verhoeff
    ),
    NationalNumber(
        "Indian PAN", (10,), r"[A-Z]{3}[PH][A-Z]\d{4}[A-Z]", r"\bpan\b|permanent account"
    ),
    NationalNumber(
        "Chinese identity number",
        (18,),
        r"[1-8]\d{5}(?:19|20)\d{9}[0-9X]",
        r"身份证|公民身份|identity|\bid\b",
        _chinese,
        plain=r"\d{17}[\dXx]",
    ),
    NationalNumber(
        "Korean resident number",
        (13,),
        r"\d{6}[1-8]\d{6}",
        r"주민|\brrn\b|resident[ _-]?registration",
        _korean,
        plain=r"\d{6}-[1-8]\d{6}",
    ),
    NationalNumber(
        "Japanese My Number", (12,), r"\d{12}", r"my[ _-]?number|マイナンバー|個人番号", _my_number
    ),
    NationalNumber(
        "Singaporean NRIC",
        (9,),
        r"[STFGM]\d{7}[A-Z]",
        r"\bnric\b|\bfin\b",
        _nric,
        plain=r"[STFGM]\d{7}[A-Z]",
    ),
    NationalNumber(
        "Hong Kong identity card",
        (8, 9),
        r"[A-Z]{1,2}\d{6}[0-9A]",
        r"\bhkid\b|身份證",
        _hkid,
        plain=r"[A-Z]{1,2}\d{6}\([\dA]\)",
    ),
    NationalNumber(
        "Taiwanese identity number",
        (10,),
        r"[A-Z][1289]\d{8}",
        r"身分證|national[ _-]?id",
        _taiwanese,
    ),
    NationalNumber(
        "Thai identity number",
        (13,),
        r"[1-8]\d{12}",
        r"เลขประจำตัว|บัตรประชาชน|thai[ _-]?id",
        _thai,
        plain=r"\d-\d{4}-\d{5}-\d{2}-\d",
    ),
    NationalNumber(
        "Malaysian MyKad number", (12,), r"\d{12}", r"mykad|\bnric\b|\bic\b", _malaysian
    ),
    NationalNumber(
        "Australian tax file number", (8, 9), r"\d{8,9}", r"\btfn\b|tax[ _-]?file", _tfn
    ),
    NationalNumber("Australian Medicare number", (10,), r"[2-6]\d{9}", r"medicare", _medicare),
    NationalNumber(
        "New Zealand IRD number", (8, 9), r"(?:1\d{8}|[1-9]\d{7})", r"\bird\b|inland revenue", _ird
    ),
)
