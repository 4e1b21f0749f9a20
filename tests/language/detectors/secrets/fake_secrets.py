"""Secrets that nobody issued, drawn from the formats, so that none has to stand in the repository."""

from __future__ import annotations

import json
import random
import re._parser as regex  # the standard library's own reading of a pattern; it has no public name
from base64 import b32decode, b32encode, urlsafe_b64encode
from binascii import crc32, crc_hqx
from typing import Any

from promptwell.language.detectors.secrets.catalogue import all_formats
from promptwell.language.detectors.secrets.find import search
from promptwell.language.detectors.secrets.format import Format

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TRIES = 400


def fake_secrets(seed: int = 1) -> dict[str, tuple[str, str]]:
    """For each format a line in which such a secret stands, and the secret."""
    chance = random.Random(seed)
    return {form.id: _fake(form, chance) for form in all_formats()}


def _fake(form: Format, chance: random.Random) -> tuple[str, str]:
    for _ in range(_TRIES):
        line = f"use {_mended(form, _drawn(form.pattern, chance), chance)} here"
        for secret in search(line, standard_library=True):
            if secret.format == form.id:
                return line, line[secret.span.start : secret.span.end]
    raise AssertionError(f"nothing drawn for {form.id} is found")


def _mended(form: Format, drawn: str, chance: random.Random) -> str:
    """What was drawn, with the checksum that the format asks for."""
    name = getattr(form.checksum, "__name__", "")
    if name == "crc32_base62":
        prefix, _, body = drawn.partition("_")
        return f"{prefix}_{body[:30]}{_in_base62(crc32(body[:30].encode()))}"
    if name == "jwt":
        parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": str(chance.random()), "exp": 1})
        head = ".".join(_packed(each) for each in parts)
        return f"{head}.{_drawn('[A-Za-z0-9_-]{43}', chance)}"
    if name == "nkey_seed":
        raw = b32decode(f"{drawn}======"[:64])[:-2]
        return b32encode(raw + crc_hqx(raw, 0).to_bytes(2, "little")).decode().rstrip("=")
    if name == "_grafana_cloud":
        return "glc_" + _packed({"o": "1", "n": str(chance.random()), "k": str(chance.random())})
    return drawn


def _packed(value: dict[str, str]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _in_base62(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0")


def _drawn(pattern: str, chance: random.Random) -> str:
    return _of(list(regex.parse(pattern)), chance)


def _of(parts: list[Any], chance: random.Random) -> str:
    return "".join(_one(str(kind), value, chance) for kind, value in parts)


def _one(kind: str, value: Any, chance: random.Random) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "IN":
        return chance.choice(_letters(value))
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        times = least if kind == "MIN_REPEAT" else chance.randint(least, min(int(most), least + 3))
        return "".join(_of(list(inner), chance) for _ in range(times))
    if kind == "SUBPATTERN":
        return _of(list(value[-1]), chance)
    if kind == "BRANCH":
        return _of(list(chance.choice(value[1])), chance)
    if kind == "AT":
        return ""
    raise AssertionError(f"a pattern has a part that is not drawn yet: {kind}")


def _letters(parts: list[Any]) -> str:
    found = ""
    for kind, value in parts:
        name = str(kind)
        if name == "LITERAL":
            found += chr(value)
        elif name == "RANGE":
            found += "".join(map(chr, range(value[0], value[1] + 1)))
        elif str(value) in ("CATEGORY_WORD", "CATEGORY_NOT_SPACE"):
            found += _BASE62
        elif str(value) == "CATEGORY_DIGIT":
            found += "0123456789"
        elif str(value) == "CATEGORY_SPACE":
            found += " "
    return found
