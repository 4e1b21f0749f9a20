"""Files of prompt languages that have compilers and language servers of their own."""

from __future__ import annotations

from promptwell.language.syntax.detect import NO_ASSOCIATIONS, Associations

_OWNERS = {".baml": "BAML", ".poml": "POML"}


def owner_of(path: str, associations: Associations = NO_ASSOCIATIONS) -> str | None:
    """The language whose own server a file is left to, or None for a file that may be ours.

    What the settings say about a file's format goes first.
    """
    name = path.rpartition("/")[2]
    owner = _OWNERS.get(f".{name.rpartition('.')[2].lower()}")
    return None if owner is None or associations.format_of(path) else owner
