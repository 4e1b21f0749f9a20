"""Two texts of which one became the other by typing: the one edit between them."""

from __future__ import annotations

from collections.abc import Callable

from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span


def edit_between(old: str, new: str) -> TextEdit | None:
    """The shortest single edit that makes the new text of the old one; None where they are equal."""
    if old == new:
        return None
    most = min(len(old), len(new))
    start = _longest(most, lambda size: old[:size] == new[:size])
    end = _longest(most - start, lambda size: old[len(old) - size :] == new[len(new) - size :])
    return TextEdit(Span(start, len(old) - end), new[start : len(new) - end])


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest size that fits, of sizes of which all up to it do."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
