"""Names that are given to secrets: `db_password`, `STRIPE_API_KEY`, `clientSecret`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Holds = Literal["password", "secret", ""]

KEYWORDS = (
    *(
        "passw",
        "passphrase",
        "passcode",
        "passwort",
        "pwd",
        "_pass",
        "pass=",
        "pass:",
        'pass"',
        "-pass",
    ),
    *("secret", "token", "key", "credential", "authorization", "_auth"),
)
"""What in a text may begin or continue such a name."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PASSWORDS = frozenset(
    {
        "dbpassword", "pass", "passcode", "passphrase", "passw", "passwd", "password", "passwort",
        "pwd", "pword", "userpassword",
    }
)  # fmt: skip
_SECRETS = frozenset(
    {
        "accesskey", "accesstoken", "apikey", "apisecret", "apitoken", "appsecret", "auth",
        "authkey", "authorisation", "authorization", "authtoken", "clientsecret", "credential",
        "credentials", "privatekey", "secret", "secretkey", "token",
    }
)  # fmt: skip
# A key alone is one of a table; these make it one of a door.
_OF_KEYS = frozenset(
    {
        "access", "account", "admin", "api", "app", "application", "auth", "certificate",
        "cipher", "client", "consumer", "cookie", "crypt", "deploy", "device", "encrypt",
        "encryption", "functions", "hmac", "host", "ingestion", "integration", "jwt", "licence",
        "license", "master", "private", "secret", "security", "server", "service", "session",
        "shared", "signature", "signing", "ssh", "storage", "subscription", "webhook", "write",
    }
)  # fmt: skip
# What may follow: the value, its place or its age.
_AFTER = frozenset(
    {
        "admin", "b64", "base", "base64", "current", "default", "dev", "development", "live",
        "local", "new", "old", "plain", "primary", "prod", "production", "raw", "root",
        "secondary", "staging", "string", "test", "testing", "text", "value",
    }
)  # fmt: skip
_NO_SECRET_BEFORE = frozenset(
    {
        "allow", "bos", "cache", "cancellation", "change", "color", "continuation", "csrf",
        "design", "empty", "enable", "eos", "foreign", "forgot", "get", "hash", "hashed", "hide",
        "image", "invalid", "label", "mask", "max", "min", "new", "next", "no", "num", "pad",
        "page", "pagination", "partition", "placeholder", "primary", "pub", "public", "random",
        "range", "require", "required", "reset", "set", "show", "sort", "special", "stop", "sync",
        "total", "unk", "update", "use", "verify",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def what_it_holds(name: str) -> Holds:
    """What a name says of its value; "" where it speaks of no secret, or only about one."""
    words = [word.lower() for word in _WORD.findall(name)]
    while words and (words[-1] in _AFTER or words[-1].isdigit()):
        words.pop()
    if not words or words[0] in _NO_SECRET_BEFORE:
        return ""
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if before in _NO_SECRET_BEFORE:
        return ""
    if last in _PASSWORDS:
        return "password"
    if last in _SECRETS:
        return "secret"
    joined = before + last
    if joined in _PASSWORDS:
        return "password"
    if joined in _SECRETS or (last == "key" and before in _OF_KEYS):
        return "secret"
    if last.endswith(("password", "passwd")) and len(last) < 24:
        return "password"
    if last.endswith(("apikey", "secretkey", "accesskey")):
        return "secret"
    return ""


def is_setting(name: str) -> bool:
    """Whether a name is one of an environment variable: capitals, and longer than a single word."""
    return name.upper() == name and ("_" in name or len(name) > 8)
