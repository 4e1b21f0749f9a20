"""Values that stand for a secret and are none: samples, blanks to fill in, references to a vault."""

from __future__ import annotations

import math
import re
from collections import Counter

# Parts of words that no random value has by chance and every sample is likely to have.
_SAMPLE = re.compile(
    r"example|sample|placehold|your[\W_]?|dummy|fake|mock|redact|mask|insert|replac|todo|fixme"
    r"|change.?(?:it|me|this)|foobar|xxxx|aaaa|0000000|\*{3}|\.{3}|\u2026|deadbeef|cafebabe|lorem|ipsum"
    r"|abc123|123abc|test.?(?:key|token|pass|pw)|^test\W?\d|notreal|not.?a.?real|invalid"
    r"|(?:my|some|the|a)[-_ .](?:\w{1,20}[-_ .])?(?:secret|token|key|pass|pwd)"
    r"|secret.?(?:here|key.?here)|(?:key|token|secret|password|value).?(?:goes.?)?here"
    r"|(?:token|key|secret|password)[-_ ]?value",
    re.IGNORECASE,
)
# What a program, a template or a vault puts in.
_REFERENCE = re.compile(
    r"\$[({A-Za-z_]|\{\{|\}\}|<%|%[({]|%\w+%|\(\(|<[A-Za-z_ /.-]{1,80}>|\{[A-Za-z_.:]{1,60}\}"
    r"|\[[A-Za-z_ -]{2,60}\]|process\.env|os\.(?:environ|getenv)|getenv|env\[|env\.|secrets\."
    r"|vault:|ENC\[|!(?:secret|env|vault)|arn:aws|^\$|^@|^&|^\*\w"
    r"|^(?:op|ssm|vault|secret|secretref|keyring|file|gcp|aws)://",
    re.IGNORECASE,
)
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz", "0123456789012345678901234567890", "qwertyuiopasdfghjklzxcvbnm",
    "fedcba9876543210", "9876543210",
)  # fmt: skip
_HEX = re.compile(r"[0-9a-fA-F]+\Z")


def is_reference(value: str) -> bool:
    """Whether a value names where the secret comes from."""
    return _REFERENCE.search(value) is not None


def is_spoken(value: str) -> bool:
    """Whether a value says in words that it stands for another."""
    return _SAMPLE.search(value) is not None


def is_sample(value: str) -> bool:
    """Whether a value is one that documentation shows: it says so, repeats itself or counts up."""
    if is_spoken(value):
        return True
    length = len(value)
    if length >= 8:
        distinct = len(set(value.lower()))
        if distinct <= 4 or (distinct * 6 <= min(length, 60) and not _HEX.match(value)):
            return True
        if _counting(value) * 2 >= length:
            return True
    return False


def entropy(value: str) -> float:
    """The bits of information in each character, by how often each one occurs."""
    length = len(value)
    counts = Counter(value).values()
    return -sum(count / length * math.log2(count / length) for count in counts)


def _counting(value: str) -> int:
    """How many characters belong to runs such as `abcdef`, `456789` or `qwerty`, of five or more."""
    lowered = value.lower()
    total, start = 0, 0
    while start < len(lowered) - 4:
        end = start + 5
        if any(lowered[start:end] in run for run in _RUNS):
            while end < len(lowered) and any(lowered[start : end + 1] in run for run in _RUNS):
                end += 1
            total += end - start
            start = end
        else:
            start += 1
    return total
