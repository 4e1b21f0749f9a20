"""Where lines that came or went begin, when several places are equally right.

Of `a b | a b` as well as `a | b a | b` may be said to have come. A reader sees it best as a whole:
from its heading on, or with the empty line behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from promptwell.domain.versions.differences.matching import Gap

_HEADING = re.compile(
    r"#{1,6} |(?:system|user|assistant|developer|tool)(?:\[.*\])?:\s*$", re.IGNORECASE
)
_FARTHEST = 100
"""So many lines a gap is moved at most."""


Score = Callable[[Sequence[str], int, int], int]
"""How much a range of lines, or of words, looks like a unit that somebody put in."""


def score_of_lines(lines: Sequence[str], start: int, end: int) -> int:
    """Lines are a unit from a heading on, behind an empty line, or with the empty line below."""
    first = lines[start]
    score = 4 if _HEADING.match(first) else 0
    if first.strip() and (start == 0 or not lines[start - 1].strip()):
        score += 2
    if not lines[end - 1].strip() and first.strip():
        score += 1
    return score - (first[:1] in " \t")


def score_of_words(pieces: Sequence[str], start: int, end: int) -> int:
    """Words are a unit as whole lines, else with the space before them."""
    if (start == 0 or pieces[start - 1][-1] in "\r\n") and pieces[end - 1][-1] in "\r\n":
        return 2
    return int(pieces[start].isspace() and not pieces[end - 1].isspace())


def placed(
    gaps: Sequence[Gap],
    old: Sequence[str],
    new: Sequence[str],
    score: Score = score_of_lines,
) -> list[Gap]:
    """The gaps, those with items on one side only moved to their best place between their neighbours."""
    found: list[Gap] = []
    old_floor = -1  # a line stays between two gaps; the first may move to the very beginning
    for index, gap in enumerate(gaps):
        last = index + 1 == len(gaps)
        down = len(old) - gap.old_end if last else gaps[index + 1].old_start - gap.old_end - 1
        up = gap.old_start - old_floor - 1
        if gap.old_start == gap.old_end:
            by = _step(new, gap.new_start, gap.new_end, up, down, score)
        elif gap.new_start == gap.new_end:
            by = _step(old, gap.old_start, gap.old_end, up, down, score)
        else:
            by = 0
        moved = Gap(gap.old_start + by, gap.old_end + by, gap.new_start + by, gap.new_end + by)
        found.append(moved)
        old_floor = moved.old_end
    return found


def _step(lines: Sequence[str], start: int, end: int, up: int, down: int, score: Score) -> int:
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
    return max(places, key=lambda by: (score(lines, start + by, end + by), by))
