"""A prompt file as a tree of units: what is merged by itself, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["prose", "code", "value", "parts", "keyed", "ordered", "flow"]
"""How a unit is merged that both sides changed.

- `prose`: line by line, then by sentences and words;
- `code`: line by line;
- `value`: not at all; two different values are a conflict;
- `parts`: part by part, where all three have the same parts;
- `keyed`: its parts are found by their keys, and their order matters little;
- `ordered`: its parts follow each other, and are found by what they say;
- `flow`: like `keyed`, with commas between.
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of a file: its exact text, and the parts that make it up.

    `kind` says what it is (`entry`, `message`, `section`, `block` ...) and `key` what it is known by
    among its neighbours. The texts of its parts, one behind the other, are its text; those of a `flow`
    have commas between the entries and, in `leads`, the blanks in front of each of them.
    """

    way: Way
    kind: str
    text: str
    key: str = ""
    parts: tuple[Unit, ...] = ()
    leads: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[str, ...]:
        """The kinds of its parts, in order."""
        return tuple(each.kind for each in self.parts)


def prose(text: str, kind: str = "text") -> Unit:
    """Words for people and models."""
    return Unit("prose", kind, text)


def value(text: str, kind: str = "value") -> Unit:
    """What is only taken whole: a number, a name, a tag."""
    return Unit("value", kind, text)


def lines(text: str, kind: str = "lines") -> Unit:
    """Lines that are no prose: code, comments, what could not be read."""
    return Unit("code", kind, text)


def joined(way: Way, kind: str, parts: tuple[Unit, ...], key: str = "") -> Unit:
    """A unit made of its parts."""
    return Unit(way, kind, "".join(each.text for each in parts), key, parts)
