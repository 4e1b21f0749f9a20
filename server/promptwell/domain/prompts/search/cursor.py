"""The cursor of a search: what lets the next page go on behind the last one.

It holds which hits were shown, a few letters for each, so that no hit comes twice and none is left
out, whatever is written between two pages. A list in the order of paths goes on behind a path.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

_SHOWN, _PATH = b"1", b"2"
_QUESTION, _HIT, _CHECK = 6, 5, 3

MOST_SHOWN = 1000
"""After so many hits there is no further page: other words find what is meant."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The hits that were shown to a question, as short digests of their keys, or the last path."""

    shown: frozenset[bytes] = frozenset()
    path: str = ""

    def has(self, key: str) -> bool:
        """Whether a hit was shown."""
        return _digest(key, _HIT) in self.shown

    def after(self, keys: Iterable[str]) -> Cursor:
        """The cursor once some more hits are shown."""
        return Cursor(self.shown | {_digest(key, _HIT) for key in keys})

    def text(self, question: str) -> str:
        """The cursor as a text for a user to hand back."""
        kind = _PATH if self.path else _SHOWN
        last = self.path.encode("utf-8", "surrogatepass") if self.path else b""
        held = kind + _digest(question, _QUESTION) + last + b"".join(sorted(self.shown))
        return _encoded(held + _digest_of(held, _CHECK))


def read_cursor(text: str, question: str) -> Cursor | str:
    """The cursor of a text that belongs to a question; else what is wrong, for the user."""
    if not text:
        return Cursor()
    try:
        held = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        held = b""
    body, check = held[:-_CHECK], held[-_CHECK:]
    kind, asked, rest = body[:1], body[1 : 1 + _QUESTION], body[1 + _QUESTION :]
    if (
        kind not in (_SHOWN, _PATH)
        or _encoded(held) != text.rstrip("=")
        or check != _digest_of(body, _CHECK)
    ):
        return "the cursor is damaged; give the `next_cursor` of an answer as it is, or none to begin anew"
    if asked != _digest(question, _QUESTION):
        return (
            "the cursor belongs to another search; give it with the same query, mode and filters, "
            "or none to begin anew"
        )
    if kind == _PATH:
        return Cursor(path=rest.decode("utf-8", "surrogatepass"))
    return Cursor(frozenset(rest[at : at + _HIT] for at in range(0, len(rest), _HIT)))


def _encoded(held: bytes) -> str:
    return urlsafe_b64encode(held).decode("ascii").rstrip("=")


def _digest(text: str, size: int) -> bytes:
    return _digest_of(text.encode("utf-8", "surrogatepass"), size)


def _digest_of(held: bytes, size: int) -> bytes:
    return blake2b(held, digest_size=size).digest()
