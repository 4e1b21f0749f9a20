"""What a merge comes to: text that is settled, and clashes that somebody has to settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

_Thing = TypeVar("_Thing")
_Other = TypeVar("_Other")

Where = tuple[tuple[str, str], ...]
"""The units around a place, outer first: kind and key of each."""


class Three(NamedTuple, Generic[_Thing]):
    """The same thing as both sides began with it, and as each side has it now."""

    base: _Thing
    ours: _Thing
    theirs: _Thing

    def each(self, function: Callable[[_Thing], _Other]) -> Three[_Other]:
        """What a function makes of each of them."""
        return Three(function(self.base), function(self.ours), function(self.theirs))


class Clash(NamedTuple):
    """What both sides made of one piece of the base, each in its own way."""

    texts: Three[str]
    where: Where = ()


Segment = str | Clash
BASE, OURS, THEIRS = range(3)


def taken(segments: Iterable[Segment], side: int) -> str:
    """The text if one side is taken at every clash."""
    return "".join(each if isinstance(each, str) else each.texts[side] for each in segments)


def settled(texts: Three[str]) -> str | None:
    """What becomes of a piece that at most one side changed, or both alike; else None."""
    if texts.theirs in (texts.ours, texts.base):
        return texts.ours
    return texts.theirs if texts.ours == texts.base else None
