"""Which of two versions of Promptwell is newer."""

from __future__ import annotations

import re

_PARTS = re.compile(r"(\d+(?:\.\d+)*)(.*)")


def is_newer(one: str, other: str) -> bool:
    """Whether a version is newer than another one; a preview is older than what it previews."""
    return _key(one) > _key(other)


def _key(version: str) -> tuple[tuple[int, ...], bool, str]:
    found = _PARTS.match(version)
    if found is None:
        return (), False, version
    numbers = [int(part) for part in found[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    suffix = found[2].partition("+")[0]
    is_release = not suffix or suffix.startswith(".post")
    return tuple(numbers), is_release, suffix
