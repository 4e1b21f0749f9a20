"""All secrets of a text, in one pass over its keywords."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from promptwell.language.detectors.secrets import addresses, headers, private_keys, secret_names
from promptwell.language.detectors.secrets.addresses import credential_at
from promptwell.language.detectors.secrets.assignments import assigned_at
from promptwell.language.detectors.secrets.catalogue import formats_by_keyword
from promptwell.language.detectors.secrets.engine import Finder, keyword_finder
from promptwell.language.detectors.secrets.format import Format
from promptwell.language.detectors.secrets.headers import header_at
from promptwell.language.detectors.secrets.private_keys import private_key_at
from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.detectors.secrets.tokens import token_at

_SURROGATE = re.compile("[\ud800-\udfff]")
# Where two findings overlap, the one that says more stays.
_RANK = {"private-key": 0, "token": 1, "connection": 2, "url": 3, "assignment": 4}

At = Callable[[str, int], Secret | None]


class _Machine(NamedTuple):
    """The keywords, what finds them, and what is looked for at each."""

    find: Finder
    formats: tuple[tuple[Format, ...], ...]
    others: tuple[At | None, ...]
    standard_library: bool


@lru_cache(maxsize=8)
def find_secrets(text: str) -> tuple[Secret, ...]:
    """The secrets of a text, in its order; none overlaps another.

    The answer for the last few texts is kept, as several rules and reports ask for it.
    """
    return search(text, standard_library=False)


def search(text: str, *, standard_library: bool) -> tuple[Secret, ...]:
    """The same without keeping it, and with the engine of the standard library if so asked."""
    if not text.isascii() and _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)  # bytes that no encoding has; the engines take none
    machine = _machine(standard_library)
    found: list[Secret] = []
    for keyword, start in machine.find(text):
        for form in machine.formats[keyword]:
            secret = token_at(text, start, form, standard_library=standard_library)
            if secret is not None:
                found.append(secret)
        other = machine.others[keyword]
        if other is not None:
            secret = other(text, start)
            if secret is not None:
                found.append(secret)
    return _without_overlaps(found)


@cache
def _machine(standard_library: bool) -> _Machine:
    formats = formats_by_keyword()
    others: dict[str, At] = {}
    for keyword in private_keys.KEYWORDS:
        others[keyword] = private_key_at
    for keyword in addresses.KEYWORDS:
        others[keyword] = credential_at
    for keyword in headers.KEYWORDS:
        others[keyword] = header_at
    for keyword in secret_names.KEYWORDS:
        others[keyword] = _assigned_with(keyword)
    keywords = tuple(dict.fromkeys([*formats, *others]))
    return _Machine(
        keyword_finder(keywords, standard_library=standard_library),
        tuple(formats.get(keyword, ()) for keyword in keywords),
        tuple(others.get(keyword) for keyword in keywords),
        standard_library,
    )


def _assigned_with(keyword: str) -> At:
    def at(text: str, start: int) -> Secret | None:
        return assigned_at(text, start, keyword)

    return at


def _without_overlaps(found: list[Secret]) -> tuple[Secret, ...]:
    found.sort(
        key=lambda each: (_RANK[each.kind], not each.certain, -(each.span.end - each.span.start))
    )
    kept: list[Secret] = []
    starts: list[int] = []
    for each in found:
        start, end = each.span
        place = bisect_left(starts, start)
        before, after = kept[place - 1 : place], kept[place : place + 1]
        if not ((before and before[0].span.end > start) or (after and after[0].span.start < end)):
            kept.insert(place, each)
            starts.insert(place, start)
    return tuple(kept)
