"""What a run of digits is: an address, an account, a card, a national number, a phone number, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.detectors.personal_data.card import has_card_groups, network_of
from promptwell.language.detectors.personal_data.checksums import luhn
from promptwell.language.detectors.personal_data.context import (
    after_on_line,
    before_on_line,
    in_url,
    stands_alone,
)
from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.detectors.personal_data.iban import iban_at
from promptwell.language.detectors.personal_data.ip import v4_at
from promptwell.language.detectors.personal_data.made_up import is_made_up_number
from promptwell.language.detectors.personal_data.national.known import (
    LONGEST,
    SHORTEST,
    national_number,
)
from promptwell.language.detectors.personal_data.phone import DATE, is_phone_number
from promptwell.language.text.source import Span

_GROUP = re.compile(r"[0-9]+")
_TOUCHING = 34
_ACCOUNT_START = re.compile(
    r"(?<![^\W_])[A-Z]{2}[0-9]{2}(?=[ \u00a0-]?[A-Z0-9])", re.IGNORECASE | re.ASCII
)
_LETTERS_BEFORE = re.compile(r"(?:[A-Z]{2} |[A-Z]{1,6}-?)\Z", re.ASCII)
_LETTERS_AFTER = re.compile(
    r"\)|\([0-9A-Z]\)|[ -][A-Z](?![A-Za-z0-9])|[-+A-Z]?[0-9A-Z]{0,8}", re.ASCII
)
_NOT_A_CARD = re.compile(
    r"(?:\bid|order|ticket|isbn|tracking|imei|iccid|imsi|serial|timestamp|invoice|hash|snowflake|sku|gtin|ean|uuid|ref)"
    r"s?\b[^\w\n]{0,4}(?:(?:number|no|nr|is)\b[^\w\n]{1,4})?\Z",
    re.IGNORECASE,
)
_SAYS_CARD = re.compile(
    r"(?:card|carte|karte|kaart|tarjeta|cart[aã]o|carta|kort|karta|\bpan|visa|mastercard|maestro|\bamex|\u5361|\u30ab\u30fc\u30c9)"
    r"[^\n]{0,30}\Z",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r" ?(?:x|ext\.?|extension) ?[0-9]{1,6}(?![\w])", re.IGNORECASE | re.ASCII)
# What is dialled before a country's code: 00 nearly everywhere, 011 and 001 in and to North America.
_DIALLED_ABROAD = re.compile(r"00(?=1[ -]\d{3}-)|011[ -]?(?=[2-9])|00 ?(?=[1-9])", re.ASCII)
_MOST_GROUPS = 10


def in_run(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """The personal data in a run of digits with little between them."""
    account = _account(text, start, end)
    if account is not None:
        if not is_made_up_number(account.value):
            yield account
        return
    address = v4_at(text, start, end)
    if address is not None:
        yield address
        return
    if in_url(text, start):
        return
    whole = _number(text, start, end)
    if whole is not None:
        yield whole
        return
    # Several numbers in a row: what stands between two blanks may still be one.
    pieces = list(re.finditer(r"[^ \u00a0]+", text[start:end]))
    if 1 < len(pieces) <= _MOST_GROUPS:
        for piece in pieces:
            if len(piece[0]) >= SHORTEST:
                found = _number(text, start + piece.start(), start + piece.end())
                if found is not None:
                    yield found


def _account(text: str, start: int, end: int) -> PersonalData | None:
    window = max(0, start - 16)
    for match in _ACCOUNT_START.finditer(text, window, min(end, start + 4)):
        found = iban_at(text, match.start())
        if found is not None and stands_alone(text, match.start(), found[0]):
            return PersonalData(
                Span(match.start(), found[0]), "iban", found[1], "bank account (IBAN)"
            )
    return None


def _number(text: str, start: int, end: int) -> PersonalData | None:
    if not stands_alone(text, start, end):
        return _code(text, start, end)
    written = text[start:end]
    digits = "".join(_GROUP.findall(written))
    if is_made_up_number(digits):
        return None
    before = before_on_line(text, start)
    if before.endswith((".", "0.")) and text[start - 2 : start - 1].isdigit():
        return None  # the decimals of a number
    return (
        _national(text, start, end, before)
        or _card(start, written, digits, before)
        or _phone(text, start, end, before)
    )


def _code(text: str, start: int, end: int) -> PersonalData | None:
    """A national number with letters at its ends."""
    before = _LETTERS_BEFORE.search(text, max(0, start - 7), start)
    first = before.start() if before else start
    after = _LETTERS_AFTER.match(text, end)
    last = after.end() if after else end
    touched = dict.fromkeys(((first, last), (start, last), (first, end)))
    for begin, close in touched:
        if (begin, close) == (start, end) or not stands_alone(text, begin, close):
            continue
        written = text[begin:close]
        if not SHORTEST <= len(written) <= LONGEST + 4 or is_made_up_number(written):
            continue
        found = national_number(written, before_on_line(text, begin))
        if found is not None:
            return PersonalData(Span(begin, close), "national", found[1], found[0])
    return None


def _national(text: str, start: int, end: int, before: str) -> PersonalData | None:
    written = text[start:end]
    if SHORTEST <= len(written) <= LONGEST + 6 and not DATE.fullmatch(written):
        found = national_number(written, before)
        if found is not None and not is_made_up_number(found[1]):
            return PersonalData(Span(start, end), "national", found[1], found[0])
    return _code(text, start, end)


def _card(start: int, written: str, digits: str, before: str) -> PersonalData | None:
    if not 12 <= len(digits) <= 19 or len(set(re.sub(r"[0-9]", "", written))) > 1:
        return None
    if re.search(r"[^0-9 -]", written) or not has_card_groups(
        list(map(len, _GROUP.findall(written)))
    ):
        return None
    network = network_of(digits)
    if network is None and luhn(digits) and _SAYS_CARD.search(before):
        network = "payment card"  # a range that is not in our table
    if network is None or _NOT_A_CARD.search(before):
        return None
    name = network if network.endswith("card") else f"{network} card"
    return PersonalData(Span(start, start + len(written)), "card", digits, name)


def _phone(text: str, start: int, end: int, before: str) -> PersonalData | None:
    if before.endswith("("):
        start, before = start - 1, before[:-1]
    sign = ""
    if before.endswith("+"):
        start, before, sign = start - 1, before[:-1], "+"
    written = text[start:end].lstrip("+")
    if before[-1:].isalnum() or before.endswith(("_", "/", "-", ".", "\\")):
        return None
    extension = _EXTENSION.match(text, end)
    close = extension.end() if extension else end
    after = after_on_line(text, end)
    dialled = _DIALLED_ABROAD.match(written) if not sign else None
    abroad = dialled and is_phone_number(written[dialled.end() :], "00", before, after)
    if not abroad and not is_phone_number(written, sign, before, after):
        return None
    if abroad and dialled:
        sign, written = "+", written[dialled.end() :]
    digits = ("+" if sign else "") + "".join(_GROUP.findall(written))
    return PersonalData(Span(start, close), "phone", digits, "phone number")
