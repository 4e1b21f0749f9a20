"""The nearest name: what someone most likely meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """The choice that is most like a name, or None where none comes near.

    Upper and lower case, `-` and `_` count as the same; one or two slips of the hand are forgiven.
    """
    from difflib import get_close_matches  # only needed once something is wrong

    by_key: dict[str, str] = {}
    for choice in choices:
        by_key.setdefault(_key(choice), choice)
    found = get_close_matches(_key(name), list(by_key), n=1, cutoff=0.7)
    return by_key[found[0]] if found else None


def _key(name: str) -> str:
    return name.lower().replace("_", "-")
