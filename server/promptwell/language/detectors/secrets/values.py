"""Whether a value that a telling name is given is a secret, or stands for one."""

from __future__ import annotations

import re
from typing import Literal

from promptwell.language.detectors.secrets.passwords import is_common, is_strong, is_weak
from promptwell.language.detectors.secrets.placeholders import (
    entropy,
    is_reference,
    is_sample,
    is_spoken,
)

# What a setting, a schema or a program says in the place of a value.
_WORDS = frozenset(
    {
        "a", "always", "an", "and", "any", "args", "array", "auto", "await", "basic", "bearer",
        "blank", "body", "bool", "boolean", "bytes", "char", "config", "const", "cookie", "data",
        "default", "digest", "disabled", "empty", "enabled", "encrypted", "env", "false", "field",
        "file", "float", "for", "function", "generated", "header", "here", "hidden", "if",
        "ignore", "in", "input", "int", "integer", "is", "jwt", "lambda", "let", "list",
        "literal", "login", "missing", "n/a", "nan", "never", "new", "nil", "no", "none", "not",
        "nothing", "null", "number", "oauth", "oauth2", "object", "of", "off", "on", "optional",
        "options", "or", "params", "path", "private", "prompt", "props", "public", "query",
        "random", "read", "request", "required", "response", "result", "return", "secretstr",
        "self", "settings", "str", "string", "tbd", "text", "that", "the", "this", "to", "todo",
        "true", "undefined", "unknown", "unset", "value", "var", "varchar", "void", "was", "with",
        "yes", "your",
    }
)  # fmt: skip
_NAMES_OF_SECRETS = re.compile(
    r"(?:[a-z]{0,12}[-_ .]?)?(?:pass(?:word|wd|phrase)?|pwd|secret|token"
    r"|(?:api|access|secret|auth)?[-_ .]?key|credentials?)"
    r"(?:[-_ .]?(?:\d|value|string|here|name|id|file|path|field|input))?\Z",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"(?:\.{0,2}/|~/|[A-Za-z]:\\|https?://|file:|/)[\w./-]{2,}|[\w-]+(?:/[\w.-]+)+\.\w{2,5}\Z|[\w-]+\.(?:json|ya?ml|txt|pem|key|env|md|toml|py|js|ts|ini|cfg|conf)\Z"
)
_DOTTED = re.compile(r"[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+\Z")
_CALL = re.compile(r"[\w$.]+\(|[\w$]+\[|.*[(){}]")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_]*\Z")
_SLUG = re.compile(r"[A-Za-z]+\d{0,3}(?:[-_.:/ ](?:[A-Za-z]+\d{0,3}|\d{1,6}))*\Z")
_LABEL = re.compile(r"[A-Z][a-z]+\Z")
_PARTS = re.compile(r"[/:]")
_LETTERS = re.compile(r"[A-Za-z0-9+/=_.~!@#$%^&*:-]+\Z")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,3}(?:\.\d{1,3}){1,3}\Z|\d+(?:s|m|h|d|ms|px|k|kb|mb)\Z", re.IGNORECASE
)
_HASH = re.compile(r"(?:md5|sha\d{1,3}|blake2b?|bcrypt)[:$-]|\$\w{1,8}\$", re.IGNORECASE)
_IMAGE = re.compile(r"data:|iVBORw0KGgo|/9j/|R0lGOD|PHN2Zy|UklGR")

Strength = Literal["strong", "weak", ""]


def is_password(value: str, name: str, *, quoted: bool, code: bool) -> Strength:
    """How much a value looks like a password; "" for one that stands for it.

    `code` marks a bare word that may be a name in a program.
    """
    if not 3 <= len(value) <= 128 or _is_no_secret(value, name, password=True):
        return ""
    if any(each.isspace() for each in value):
        return ""
    if not value.isascii() and not is_strong(value):
        return ""  # a word of another language, as in a table of translations
    if (not quoted and _CALL.match(value)) or (quoted and _LABEL.match(value)):
        return ""
    if _DOTTED.match(value) and not any(each.isdigit() for each in value):
        return ""
    if is_strong(value):
        return "strong"
    if (
        len(value) >= 8
        and not is_weak(value)
        and entropy(value) >= 2.8
        and _is_mixed(value)
        and not is_common(value)
    ):
        return "strong"
    if code and "_" in value and _IDENTIFIER.match(value):
        return ""
    return "weak" if quoted or len(value) >= 4 else ""


def is_random(value: str, name: str, *, quoted: bool) -> bool:
    """Whether a value is one that a machine drew, as keys and tokens are."""
    length = len(value)
    if not 12 <= length <= 400 or not value.isascii() or _is_no_secret(value, name):
        return False
    if any(each.isspace() for each in value) or not _LETTERS.match(value):
        return False
    if _UUID.match(value) or _SLUG.match(value) or _DOTTED.match(value) or not _is_mixed(value):
        return False
    if not quoted and _CALL.match(value):
        return False
    least = 2.9 if length < 20 else 3.1
    return entropy(value) >= least


def _is_no_secret(value: str, name: str, *, password: bool = False) -> bool:
    lowered = value.lower()
    return (
        lowered in _WORDS
        or (len(name) > 3 and name.lower() in lowered)
        or any(_NAMES_OF_SECRETS.match(each) for each in _PARTS.split(value.rstrip("!?.")))
        or lowered.replace("-", "_") == name.lower().replace("-", "_")
        or is_reference(value)
        or (is_spoken(value) if password else is_sample(value))
        or _PATH.match(value) is not None
        or _DATE.match(value) is not None
        or _HASH.match(value) is not None
        or _IMAGE.match(value) is not None
        or set(value) <= set("*.xX-_#•?")
    )


def _is_mixed(value: str) -> bool:
    return any(each.isdigit() for each in value) and any(each.isalpha() for each in value)
