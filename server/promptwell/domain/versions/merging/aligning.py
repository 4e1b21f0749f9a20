"""Which units of one list are those of another: by their text, by what they are called, by what they say."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.domain.versions.differences.matching import Gap, gaps, kept
from promptwell.domain.versions.differences.placing import placed
from promptwell.domain.versions.merging.unit import Unit

ALIKE = 0.5
"""Units of one kind are the same, changed, if they share so much of their words."""

# Of more units between two that stayed, only the order counts.
_MOST_COMPARED = 400
_LINE = "line"


def aligned(base: Sequence[Unit], side: Sequence[Unit]) -> dict[int, int]:
    """The units of the base that a side still has, changed or not; both numbers rise."""
    old, new = [each.text for each in base], [each.text for each in side]
    by_text = placed(gaps(old, new), old, new)
    found: dict[int, int] = dict(kept(by_text, Gap(0, len(base), 0, len(side))))
    for gap in by_text:
        old_part = base[gap.old_start : gap.old_end]
        new_part = side[gap.new_start : gap.new_end]
        by_name = [
            Gap(
                gap.old_start + each.old_start,
                gap.old_start + each.old_end,
                gap.new_start + each.new_start,
                gap.new_start + each.new_end,
            )
            for each in gaps([*map(_name, old_part)], [*map(_name, new_part)])
        ]
        found.update(kept(by_name, gap))
        for rest in by_name:
            _by_likeness(found, base, side, rest)
    return dict(sorted(found.items()))


def _name(unit: Unit) -> object:
    """What a unit is called. Lines, and units without a name, are only like themselves."""
    if unit.kind == _LINE or not unit.key or unit.kind == "message":
        return unit.kind, unit.text
    return unit.kind, unit.key, ""


def _by_likeness(
    found: dict[int, int], base: Sequence[Unit], side: Sequence[Unit], gap: Gap
) -> None:
    """Pair units of one kind so that the pairs are as alike as can be, and in order."""
    olds = [index for index in range(gap.old_start, gap.old_end) if base[index].kind != _LINE]
    news = [index for index in range(gap.new_start, gap.new_end) if side[index].kind != _LINE]
    if not olds or not news or len(olds) * len(news) > _MOST_COMPARED:
        return
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    scores = [[_likeness(base[old], side[new]) for new in news] for old in olds]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            taken = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    i = j = 0
    while i < len(olds) and j < len(news):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found[olds[i]] = news[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(one: Unit, other: Unit) -> float:
    """How much two units of one kind share, from 0 for too little."""
    if one.kind != other.kind:
        return 0.0
    ours, theirs = set(one.text.split()), set(other.text.split())
    shared = 2 * len(ours & theirs) / ((len(ours) + len(theirs)) or 1)
    return shared if shared >= ALIKE or (one.key and one.key == other.key and shared) else 0.0
