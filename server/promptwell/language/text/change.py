"""Where two texts differ, and what was found in the one before: so that a keystroke costs what it changed."""

from __future__ import annotations

from collections import deque
from typing import Generic, NamedTuple, TypeVar

_Result = TypeVar("_Result")

# A shorter text is looked through whole in less time than a keystroke has.
_SHORT = 16 * 1024
# Texts whose lengths differ by more are hardly one text before and after an edit.
_MOST = 16 * 1024
# Larger pieces of a text take longer to cut out of it than to compare.
_STEP = 8 * 1024


class TextChange(NamedTuple):
    """The one range of a text that is not what it was, and by how much all behind it has moved."""

    start: int
    end: int
    moved: int

    @property
    def is_none(self) -> bool:
        """Whether both texts say the same."""
        return self.start == self.end and not self.moved


class Before(NamedTuple, Generic[_Result]):
    """What was found in an earlier text, and what has changed since."""

    result: _Result
    change: TextChange


class Recent(Generic[_Result]):
    """What was found in the last few long texts."""

    def __init__(self, most: int = 4) -> None:
        self._kept: deque[tuple[str, _Result]] = deque(maxlen=most)

    def before(self, text: str) -> Before[_Result] | None:
        """What was found in the text that this one was a moment ago; None where there is none like it."""
        if len(text) < _SHORT:
            return None
        for earlier, result in reversed(tuple(self._kept)):
            if abs(len(text) - len(earlier)) <= _MOST and _may_be_one(earlier, text):
                return Before(result, change_between(earlier, text))
        return None

    def keep(self, text: str, result: _Result) -> None:
        """Keep what was found in a text, if it is long."""
        if len(text) >= _SHORT:
            self._kept.append((text, result))

    def forget(self) -> None:
        """Look through each text whole when it is next asked about."""
        self._kept.clear()


def change_between(before: str, after: str) -> TextChange:
    """The range of the later text outside of which both say the same."""
    if before == after:
        return TextChange(len(after), len(after), 0)
    shorter = min(len(before), len(after))
    same = _alike(before, after, shorter)
    moved = len(after) - len(before)
    behind = _alike_at_end(before, after, shorter - same)
    return TextChange(same, len(after) - behind, moved)


def _may_be_one(before: str, after: str) -> bool:
    """Whether two texts have their beginning or their end in common; an edit seldom touches both."""
    return before[:200] == after[:200] or before[-200:] == after[-200:]


def _alike(before: str, after: str, most: int) -> int:
    """How many characters both begin with."""
    same = 0
    while same < most:  # in steps that grow
        step = 64
        while same + step <= most and before[same : same + step] == after[same : same + step]:
            same += step
            step = min(2 * step, _STEP)
        if step == 64:
            end = min(same + step, most)
            while same < end and before[same] == after[same]:
                same += 1
            return same
    return same


def _alike_at_end(before: str, after: str, most: int) -> int:
    """How many characters both end with, no more than `most`."""
    same, one, other = 0, len(before), len(after)
    while same < most:
        step = 64
        while (
            same + step <= most
            and before[one - same - step : one - same] == after[other - same - step : other - same]
        ):
            same += step
            step = min(2 * step, _STEP)
        if step == 64:
            end = min(same + step, most)
            while same < end and before[one - same - 1] == after[other - same - 1]:
                same += 1
            return same
    return same
