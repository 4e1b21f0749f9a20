"""What the detector of secrets finds: where, what kind, and how it may be told without being shown."""

from __future__ import annotations

from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

NEAR = 240
"""How many characters before and behind a value may say whether it is a secret."""

Kind = Literal["token", "private-key", "url", "connection", "assignment"]
# A digest of a short password would let anybody try guesses against it.
_LEAST_FOR_DIGEST = 20


class Secret(NamedTuple):
    """One secret.

    `span` covers the secret alone, without quotes. `name` says what it is ("GitHub personal access
    token"); `format` is the id of its published format, "" where it has none. `key` is the name that
    it is given to, where there is one. `certain` is False where only its surroundings tell that
    it is a secret, `weak` marks a password that people try first.
    """

    span: Span
    kind: Kind
    name: str
    format: str = ""
    key: str = ""
    certain: bool = True
    weak: bool = False


def digest(text: str, secret: Secret) -> str:
    """Eight digits by which two findings of one secret are known; "" where they would help to guess it."""
    value = text[secret.span.start : secret.span.end]
    if len(value) < _LEAST_FOR_DIGEST or secret.kind in ("url", "connection") or secret.weak:
        return ""
    from hashlib import sha256  # only a text with a secret needs it

    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:8]
