"""Credentials in headers, on command lines and in statements of SQL and PowerShell."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error

from promptwell.language.detectors.secrets.passwords import is_weak
from promptwell.language.detectors.secrets.placeholders import is_reference, is_sample
from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.detectors.secrets.values import is_password, is_random
from promptwell.language.text.source import Span

KEYWORDS = (
    "bearer ",
    "basic ",
    " -u ",
    "--user ",
    "identified by",
    "with password",
    "convertto-securestring",
    '"auth":',
)

_AUTHORIZATION = re.compile(r"(?i:bearer|basic)[ \t]{1,3}([A-Za-z0-9+/=._~-]{8,500})")
_DOCKER = re.compile(r"\"[aA]uth\":[ \t]{0,3}\"([A-Za-z0-9+/=]{8,500})\"")
_USER = re.compile(r"(?: -u|--user)[ \t]{1,3}[\"']?([^\s:\"']{1,60}):([^\s\"'`]{1,100})")


_STATEMENT = re.compile(
    r"(?i:identified by|with password|convertto-securestring)(?:[ \t]{1,4}-string)?"
    r"[ \t=]{1,4}[\"']([^\"'\n]{3,100})[\"']"
)


def header_at(text: str, start: int) -> Secret | None:
    """The credential of the header or flag that begins at an offset."""
    if text[start] in " -":
        return _on_command_line(text, start)
    if text[start] in "IiWwCc":
        return _in_statement(text, start)
    of_docker = text[start] == '"'
    match = (_DOCKER if of_docker else _AUTHORIZATION).match(text, start, start + 520)
    if match is None:
        return None
    if match[1].endswith("..") or text.startswith("\u2026", match.end()):
        return None  # cut short, so that it can be shown
    value, span = (
        match[1].rstrip("."),
        Span(match.start(1), match.start(1) + len(match[1].rstrip("."))),
    )
    if of_docker or text[start + 1] in "aA":
        password = _password_in(value)
        if not password or is_reference(password) or is_sample(password) or is_sample(value):
            return None
        weak = is_weak(password)
        return Secret(
            span, "assignment", "user and password", key="Authorization", certain=False, weak=weak
        )
    if not is_random(value, "Authorization", quoted=True):
        return None
    return Secret(span, "assignment", "a bearer token", key="Authorization", certain=False)


def _in_statement(text: str, start: int) -> Secret | None:
    """The password of a statement of SQL or PowerShell: `CREATE USER ann IDENTIFIED BY "..."`."""
    match = _STATEMENT.match(text, start, start + 160)
    if match is None:
        return None
    strength = is_password(match[1], "", quoted=True, code=False)
    if not strength:
        return None
    span = Span(*match.span(1))
    key = "ConvertTo-SecureString" if text[start] in "Cc" else "PASSWORD"
    return Secret(span, "assignment", "a password", key=key, certain=False, weak=strength == "weak")


def _on_command_line(text: str, start: int) -> Secret | None:
    match = _USER.match(text, start, start + 180)
    # Other programs know a flag of this name; only curl and wget take a password with it.
    if match is None or "curl" not in text[max(0, start - 300) : start]:
        return None
    strength = is_password(match[2], match[1], quoted=True, code=False)
    if not strength or (match[1].lower() == match[2].lower() and strength == "weak"):
        return None
    span = Span(*match.span(2))
    return Secret(
        span, "assignment", "a password", key="--user", certain=False, weak=strength == "weak"
    )


def _password_in(value: str) -> str:
    """The password in `user:password` as the header has it, in base 64; "" where it is no such thing."""
    try:
        said = b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except (Error, ValueError):
        return ""
    user, colon, password = said.partition(":")
    password = password.strip()
    return password if colon and user.isprintable() and password.isprintable() else ""
