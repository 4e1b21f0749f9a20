"""Three sequences cut into the chunks that a three-way merge looks at one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from promptwell.domain.versions.differences.matching import Gap, gaps
from promptwell.domain.versions.differences.placing import Score, placed
from promptwell.domain.versions.merging.segments import Three

Pairs = Mapping[int, int]
"""The items of the base that a side still has: their numbers there and here, both rising."""


class Chunk(NamedTuple):
    """A range of each sequence. In a `common` one both sides have all items of the base."""

    common: bool
    ranges: Three[range]


def chunks(sizes: Three[int], ours: Pairs, theirs: Pairs) -> Iterator[Chunk]:
    """The chunks of three sequences, in order: what both sides kept, and what is between.

    Args:
        sizes: how many items there are in each.
        ours: which items of the base ours still has, and where.
        theirs: the same of theirs.
    """
    at = Three(0, 0, 0)
    begin: Three[int] | None = None
    for index in range(sizes.base):
        if index not in ours or index not in theirs:
            continue
        here = Three(index, ours[index], theirs[index])
        if begin is None or here != at:
            if begin is not None:
                yield _chunk(begin, at, common=True)
            if here != at:
                yield _chunk(at, here, common=False)
            begin = here
        at = here.each(_next)
    if begin is not None:
        yield _chunk(begin, at, common=True)
    if at != sizes:
        yield _chunk(at, sizes, common=False)


def _next(number: int) -> int:
    return number + 1


def _chunk(start: Three[int], end: Three[int], *, common: bool) -> Chunk:
    base, ours, theirs = map(range, start, end)
    return Chunk(common, Three(base, ours, theirs))


def pairs(base: Sequence[str], side: Sequence[str], score: Score) -> dict[int, int]:
    """The items of the base that a side still has, by what they are.

    What came or went where several places are equally right stands where a reader sees it in the
    difference, so that a copied paragraph is the copy, and the change of the other side meets the first.
    """
    found: dict[int, int] = {}
    old_at = new_at = 0
    ends = Gap(len(base), len(base), len(side), len(side))
    for gap in (*placed(gaps(base, side), base, side, score), ends):
        found.update(zip(range(old_at, gap.old_start), range(new_at, gap.new_start), strict=True))
        old_at, new_at = gap.old_end, gap.new_end
    return found


class Piece(NamedTuple):
    """The texts that the three have in one chunk."""

    common: bool
    items: Three[list[str]]

    @property
    def texts(self) -> Three[str]:
        """The items of each, put together."""
        return self.items.each("".join)


def pieces_of(lists: Three[list[str]], score: Score) -> Iterator[Piece]:
    """Three lists of texts, chunk by chunk; `score` tells which ranges look like something put in."""
    base, ours, theirs = lists
    for chunk in chunks(lists.each(len), pairs(base, ours, score), pairs(base, theirs, score)):
        parts = (
            each[part.start : part.stop] for each, part in zip(lists, chunk.ranges, strict=True)
        )
        yield Piece(chunk.common, Three(*parts))
