"""Several ranked lists made one, by reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DAMPING = 60
"""How little the first places of a list are worth more than the next: the usual figure."""


@dataclass(frozen=True, slots=True)
class Fused:
    """Something that stands in at least one list: its ranks by the list's name, counted from 1.

    `score` is between 0 and 1: 1 is the first place in every list.
    """

    key: str
    score: float
    ranks: Mapping[str, int]


def fuse(lists: Mapping[str, Sequence[str]]) -> list[Fused]:
    """One ranking of all that stands in some ranked lists, the best first.

    What stands in several lists comes before what stands as high in one. Equal scores are ordered by
    the best single rank, then by the key, so that the same lists always give the same ranking.
    """
    ranks: dict[str, dict[str, int]] = {}
    for name, keys in lists.items():
        for rank, key in enumerate(dict.fromkeys(keys), start=1):
            ranks.setdefault(key, {})[name] = rank
    best = len(lists) / (DAMPING + 1)
    fused = [
        Fused(key, sum(1 / (DAMPING + rank) for rank in found.values()) / best, found)
        for key, found in ranks.items()
    ]
    fused.sort(key=lambda each: (-each.score, min(each.ranks.values()), each.key))
    return fused
