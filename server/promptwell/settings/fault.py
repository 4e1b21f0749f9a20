"""One thing that is wrong in settings, before it has a place in a file."""

from __future__ import annotations

from typing import NamedTuple

Place = tuple[str | int, ...]
"""A path of keys and list positions."""


class Fault(NamedTuple):
    """One wrong setting: its path of keys, whether the key itself is wrong, and why."""

    place: Place
    about_key: bool
    message: str
