"""Private keys as they are written out: PEM, OpenSSH, PGP, PuTTY, and PEM in base 64."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error

from promptwell.language.detectors.secrets.placeholders import entropy
from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.text.source import Span

KEYWORDS = ("-----begin", "---- begin ssh2", "ls0tls1crudjti", "putty-user-key-file-")

_BEGIN = re.compile(
    r"-----BEGIN (?P<kind>[A-Z0-9 ]{0,30}?)PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"
)
_END = re.compile(
    r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|---- END SSH2 [A-Z ]{0,30}----"
)
_BODY = re.compile(r"[A-Za-z0-9+/]{16,}")
_ENCODED = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/\s]{60,20000}={0,2}")
_PUTTY = re.compile(
    r"PuTTY-User-Key-File-[23]:[^\n]{1,60}(?:\n[^\n]{0,200}){1,60}?\nPrivate-Lines: \d+\n"
)
_LONGEST = 20_000
_LEAST = 60


def private_key_at(text: str, start: int) -> Secret | None:
    """The private key that begins at an offset, with both of its lines of dashes."""
    if text[start] in "Ll":
        return _encoded(text, start)
    if text[start] in "Pp":
        return _putty(text, start)
    begin = _BEGIN.match(text, start, start + 80)
    if begin is None:
        return None
    end = _END.search(text, begin.end(), begin.end() + _LONGEST)
    last = end.start() if end else _end_of_lines(text, begin.end())
    body = text[begin.end() : last]
    pieces = _BODY.findall(body)
    material = "".join(pieces)
    # A sample shows a few letters, or dots where the key would be.
    if len(material) < _LEAST or "..." in body or entropy(material) < 4:
        return None
    kind = (begin["kind"] or "").strip()
    name = f"{_kind(kind)} private key" if kind else "private key"
    return Secret(Span(start, end.end() if end else last), "private-key", name)


def _kind(kind: str) -> str:
    return {"OPENSSH": "OpenSSH", "ENCRYPTED": "encrypted"}.get(kind, kind)


def _end_of_lines(text: str, start: int) -> int:
    """Where a key that nothing closes stops: at the end of its last line of base 64."""
    end = start
    for match in _BODY.finditer(text, start, start + _LONGEST):
        if match.start() - end > 12:
            break
        end = match.end()
    return end


def _encoded(text: str, start: int) -> Secret | None:
    match = _ENCODED.match(text, start)
    if match is None:
        return None
    letters = "".join(match[0].split())[:400]
    try:
        said = b64decode(letters[: len(letters) // 4 * 4])
    except (Error, ValueError):
        return None
    if b"PRIVATE KEY" not in said[:60]:
        return None
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    return Secret(Span(start, end), "private-key", "private key in base 64")


def _putty(text: str, start: int) -> Secret | None:
    match = _PUTTY.match(text, start)
    if match is None:
        return None
    end = _end_of_lines(text, match.end())
    return (
        Secret(Span(start, end), "private-key", "PuTTY private key") if end > match.end() else None
    )
