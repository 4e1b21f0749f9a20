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
from promptwell.language.detectors.secrets.secret import NEAR, Secret
from promptwell.language.detectors.secrets.tokens import token_at
from promptwell.language.text.change import Before, Recent

_SURROGATE = re.compile("[\ud800-\udfff]")
# Where two findings overlap, the one that says more stays.
_RANK = {"private-key": 0, "token": 1, "connection": 2, "url": 3, "assignment": 4}

# What stands at a keyword is told by so many characters before it, and by so many from it on; private
# keys are longer. `tests/properties/test_texts_as_they_change.py` holds that it is so.
_LOOKS_BACK = 2 * NEAR
_LOOKS_AHEAD = 4 * 1024
_LONGEST_KEY = 40 * 1024

At = Callable[[str, int], Secret | None]


class _Machine(NamedTuple):
    """The keywords, what finds them, and what is looked for at each."""

    find: Finder
    formats: tuple[tuple[Format, ...], ...]
    others: tuple[At | None, ...]
    longest: int
    standard_library: bool


class _At(NamedTuple):
    """A secret, and where the keyword stands that led to it."""

    keyword: int
    secret: Secret


class _Search(NamedTuple):
    """What was found in a text, before overlaps are decided, and where a private key may begin in it."""

    found: tuple[_At, ...]
    keys: tuple[int, ...]


_searches: Recent[_Search] = Recent()


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
    if standard_library:
        found = _found_in(text, 0, len(text), machine)
    else:
        before = _searches.before(text)
        found = (
            _after_change(text, before, machine)
            if before
            else _found_in(text, 0, len(text), machine)
        )
        _searches.keep(text, found)
    return _without_overlaps([each.secret for each in found.found])


def forget() -> None:
    """Look through each text whole when it is next asked about."""
    find_secrets.cache_clear()
    _searches.forget()


def _found_in(text: str, start: int, end: int, machine: _Machine) -> _Search:
    """The secrets whose keywords begin between two offsets of a text."""
    found: list[_At] = []
    keys: list[int] = []
    whole = start == 0 and end == len(text)
    piece = text if whole else text[start : end + machine.longest - 1]
    for keyword, offset in machine.find(piece):
        at = start + offset
        if at >= end:
            break
        for form in machine.formats[keyword]:
            secret = token_at(text, at, form, standard_library=machine.standard_library)
            if secret is not None:
                found.append(_At(at, secret))
        other = machine.others[keyword]
        if other is not None:
            if other is private_key_at:
                keys.append(at)
            secret = other(text, at)
            if secret is not None:
                found.append(_At(at, secret))
    return _Search(tuple(found), tuple(keys))


def _after_change(text: str, before: Before[_Search], machine: _Machine) -> _Search:
    """What is found once only the keywords near a change are looked at again."""
    earlier, (start, end, moved) = before.result, before.change
    first, last = max(0, start - _LOOKS_AHEAD), min(len(text), end + _LOOKS_BACK)
    here = _found_in(text, first, last, machine)
    left = [each for each in earlier.found if each.keyword < first and not _is_touched(each, start)]
    reaching = [key for key in earlier.keys if start - _LONGEST_KEY < key < first]
    again = ((key, private_key_at(text, key)) for key in reaching)
    left += (_At(key, secret) for key, secret in again if secret is not None)
    left.sort(key=lambda each: each.keyword)
    right = (
        _At(each.keyword + moved, each.secret._replace(span=each.secret.span.shift(moved)))
        for each in earlier.found
        if each.keyword + moved >= last
    )
    keys = (
        *(key for key in earlier.keys if key < first),
        *here.keys,
        *(key + moved for key in earlier.keys if key + moved >= last),
    )
    return _Search((*left, *here.found, *right), keys)


def _is_touched(found: _At, start: int) -> bool:
    """Whether a private key may be another one after a change that begins at an offset."""
    return found.secret.kind == "private-key" and found.keyword > start - _LONGEST_KEY


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
        max(map(len, keywords)),
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
