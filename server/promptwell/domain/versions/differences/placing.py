"""Where lines that came or went begin, when several places are equally right.

Of `a b | a b` as well as `a | b a | b` may be said to have come. A reader sees it best as a whole:
from its heading on, or with the empty line behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from promptwell.domain.versions.differences.matching import Gap

_HEADING = re.compile(r"#{1,6} |(?:system|user|assistant|developer|tool)(?:\[.*\])?:\s*$", re.IGNORECASE)
_FARTHEST = 100
"""So many lines a gap is moved at most."""


def placed(gaps: Sequence[Gap], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """The gaps, those with lines on one side only moved to their best place between their neighbours."""
    found: list[Gap] = []
    old_floor = -1  # a line stays between two gaps; the first may move to the very beginning
    for index, gap in enumerate(gaps):
        last = index + 1 == len(gaps)
        down = len(old) - gap.old_end if last else gaps[index + 1].old_start - gap.old_end - 1
        up = gap.old_start - old_floor - 1
        if gap.old_start == gap.old_end:
            by = _step(new, gap.new_start, gap.new_end, up, down)
        elif gap.new_start == gap.new_end:
            by = _step(old, gap.old_start, gap.old_end, up, down)
        else:
            by = 0
        moved = Gap(gap.old_start + by, gap.old_end + by, gap.new_start + by, gap.new_end + by)
        found.append(moved)
        old_floor = moved.old_end
    return found


def _step(lines: Sequence[str], start: int, end: int, up: int, down: int) -> int:
    """By how many lines a range is best moved: at most so many up or down, and over equal lines only."""
    places = [0]
    for by in range(1, min(up, _FARTHEST) + 1):
        if lines[start - by] != lines[end - by]:
            break
        places.append(-by)
    for by in range(1, min(down, _FARTHEST) + 1):
        if lines[start + by - 1] != lines[end + by - 1]:
            break
        places.append(by)
    if len(places) == 1:
        return 0
    return max(places, key=lambda by: (_score(lines, start + by, end + by), by))


def _score(lines: Sequence[str], start: int, end: int) -> int:
    """How much lines look like a unit that somebody put in."""
    first = lines[start]
    score = 4 if _HEADING.match(first) else 0
    if first.strip() and (start == 0 or not lines[start - 1].strip()):
        score += 2
    if not lines[end - 1].strip() and first.strip():
        score += 1
    return score - (first[:1] in " \t")
