"""Three sequences cut into the chunks that a three-way merge looks at one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from promptwell.domain.versions.differences.matching import Gap, gaps, kept
from promptwell.domain.versions.differences.placing import placed
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


def pairs(base: Sequence[str], side: Sequence[str], *, in_lines: bool) -> dict[int, int]:
    """The items of the base that a side still has, by what they are.

    Lines that came or went where several places are equally right stand where a reader sees them in the
    difference: of a copied paragraph the second is the copy, and what the other side changed is the first.
    """
    between = gaps(base, side)
    if in_lines:
        between = placed(between, base, side)
    return dict(kept(between, Gap(0, len(base), 0, len(side))))


class Piece(NamedTuple):
    """The texts that the three have in one chunk."""

    common: bool
    items: Three[list[str]]

    @property
    def texts(self) -> Three[str]:
        """The items of each, put together."""
        return self.items.each("".join)


def pieces_of(lists: Three[list[str]], *, in_lines: bool = False) -> Iterator[Piece]:
    """Three lists of texts, chunk by chunk."""
    base, ours, theirs = lists
    both = (pairs(base, side, in_lines=in_lines) for side in (ours, theirs))
    for chunk in chunks(lists.each(len), *both):
        parts = (
            each[part.start : part.stop] for each, part in zip(lists, chunk.ranges, strict=True)
        )
        yield Piece(chunk.common, Three(*parts))
