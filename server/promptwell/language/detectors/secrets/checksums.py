"""Checks that tell an issued token from one that only looks like it."""

from __future__ import annotations

import json
import re
from base64 import b32decode, b64decode
from binascii import Error, crc32, crc_hqx
from typing import Any

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CHECKED = re.compile(r"[A-Za-z]{2,12}_([0-9A-Za-z]{24,60})([0-9A-Za-z]{6})\Z")


def crc32_base62(token: str) -> bool:
    """GitHub's and npm's: the last six characters are the CRC-32 of those before, without the prefix."""
    parts = _CHECKED.match(token)
    return parts is not None and _in_base62(crc32(parts[1].encode()), 6) == parts[2]


def aws_key_id(token: str) -> bool:
    """Whether the letters behind the prefix are a number in base 32 that holds an account's id.

    Keys of the older kind begin `AKIAI` and `AKIAJ`; they hold none, and are taken as they are.
    """
    if any(each not in _BASE32 for each in token[4:]):
        return False
    value = 0
    for each in token[4:14]:
        value = value * 32 + _BASE32.index(each)
    account = (value & 0x7FFFFFFFFF80) >> 7
    return token[4] in "IJ" or 0 < account < 10**12


def jwt(token: str) -> bool:
    """Whether header and claims are JSON objects and the header names an algorithm."""
    parts = token.split(".")
    header, claims = _json_of(parts[0]), _json_of(parts[1])
    if not isinstance(header, dict) or not isinstance(claims, dict):
        return False
    if claims.get("sub") == "1234567890" or claims.get("name") == "John Doe":
        return False  # the one that explains the format everywhere
    return bool(claims) and str(header.get("alg") or header.get("enc") or "none").lower() != "none"


def json_behind(prefix: str, token: str) -> bool:
    """Whether what stands behind a prefix is JSON in base 64."""
    return isinstance(_json_of(token[len(prefix) :]), dict)


def json_object(token: str) -> bool:
    """Whether a token is a JSON object in base 64."""
    return isinstance(_json_of(token), dict)


def telegram(token: str) -> bool:
    """Whether a bot's number is one that has been given out: eight digits or more, no leading zero."""
    number = token.partition(":")[0]
    return number[0] != "0" and len(number) >= 8


def nkey_seed(token: str) -> bool:
    """Whether the last two bytes of an NKEY seed of NATS are the CRC-16 of those before."""
    raw = b32decode(token + "=" * (-len(token) % 8))
    return crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "little")


def _in_base62(number: int, width: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(width, "0")


def _json_of(text: str) -> Any:
    padded = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return json.loads(b64decode(padded + "=" * (-len(padded) % 4)))
    except (Error, ValueError, RecursionError):
        return None
