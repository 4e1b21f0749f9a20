"""What to write instead of personal data: values of the same form that are set aside for examples."""

from __future__ import annotations

import re
from collections.abc import Iterable

from promptwell.language.detectors.personal_data.found import PersonalData

# The numbers that payment providers give out for tests.
_CARDS = (
    *("4242424242424242", "5555555555554444", "378282246310005", "6011111111111117"),
    *("30569309025904", "3566002020360505", "6200000000000005", "4000056655665556"),
    *("5200828282828210", "371449635398431", "6011000990139424", "4012888888881881"),
)
# The examples of the registry of account numbers.
_ACCOUNTS = (
    *("GB29NWBK60161331926819", "DE89370400440532013000", "FR1420041010050500013M02606"),
    *("ES9121000418450200051332", "IT60X0542811101000000123456", "NL91ABNA0417164300"),
    *("BE68539007547034", "AT611904300234573201", "CH9300762011623852957"),
)
# Placeholders that a text may hold already.
_RESERVED = re.compile(
    r"\buser\d*@example\.com|(?<=202-)555-01\d\d|203\.0\.113\.\d{1,3}|2001:db8::[0-9a-f]{1,4}"
)


def placeholders(text: str, found: Iterable[PersonalData]) -> dict[tuple[str, str], str]:
    """For each value, by its kind and itself, what to write for it in this text.

    Each value has a placeholder of its own, which the text doesn't hold yet, as long as they last:
    so two persons stay two, and the same one stays the same.
    """
    taken = set(_RESERVED.findall(text))
    squeezed = text.replace(" ", "")
    taken.update(each for each in (*_CARDS, *_ACCOUNTS) if each in squeezed)
    chosen: dict[tuple[str, str], str] = {}
    following: dict[str, int] = {}
    for each in found:
        key = (each.kind, each.value)
        if key in chosen:
            continue
        written = text[each.span.start : each.span.end]
        number = following.get(each.kind, 1)
        placeholder = _nth(each, written, number)
        # What the text holds already ends somewhere, and the lists are short.
        while _core(placeholder) in taken and number <= len(taken) + len(chosen):
            number += 1
            placeholder = _nth(each, written, number)
        following[each.kind] = number + 1
        chosen[key] = placeholder
    return chosen


def _core(placeholder: str) -> str:
    """A placeholder in the form in which it is known to be taken, whatever its separators."""
    number = re.search(r"202-?555-?(01\d\d)\Z", placeholder)
    return f"555-{number[1]}" if number else placeholder


def as_written(found: PersonalData, placeholder: str, written: str) -> str:
    """A placeholder in the form of one place: a card or an account in groups where it is in groups there."""
    separator = re.search(r"[^A-Za-z0-9]", written)
    if separator is None or found.kind not in ("card", "iban"):
        return placeholder
    groups = (placeholder[start : start + 4] for start in range(0, len(placeholder), 4))
    return separator[0].join(groups)


def _nth(found: PersonalData, written: str, number: int) -> str:
    if found.kind == "email":
        return f"user{number if number > 1 else ''}@example.com"
    if found.kind == "phone":
        return _phone(written, number)
    if found.kind == "ip":
        return (
            f"2001:db8::{number % 0x10000:x}"
            if ":" in written
            else f"203.0.113.{(number - 1) % 254 + 1}"
        )
    if found.kind == "card":
        return _CARDS[(number - 1) % len(_CARDS)]
    if found.kind == "iban":
        return _ACCOUNTS[(number - 1) % len(_ACCOUNTS)]
    return _blanked(written, number)


def _phone(written: str, number: int) -> str:
    # 555-0100 to 555-0199 are set aside for fiction in North America.
    line = f"01{(number - 1) % 100:02}"
    if written.startswith(("+", "00", "011")):
        return f"+1 202-555-{line}" if re.search(r"\D", written.lstrip("+")) else f"+1202555{line}"
    return f"202-555-{line}" if re.search(r"\D", written) else f"202555{line}"


def _blanked(written: str, number: int) -> str:
    """The number with X for letters and one digit for all: zeros where it is no bare number."""
    bare = written.isdigit()
    digit = str((number - 1) % 9 + 1) if bare else str((number - 1) % 10)
    return re.sub(r"[A-Za-z]", "X", re.sub(r"[0-9]", digit, written))
