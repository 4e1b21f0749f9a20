"""Which items two sequences have in common, in an order that a reader would choose.

Items that stand once in both sequences are anchors, as in Bram Cohen's patience diff; between anchors
Myers' shortest path is looked for within a number of steps. Where that is not enough, fewer items are
matched, so that the time is bounded and the answer is still right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

STEPS = 60_000
"""So many steps are taken for the gaps of two sequences: some milliseconds."""


class Run(NamedTuple):
    """Items that are the same: `size` of them from `old` and from `new` on."""

    old: int
    new: int
    size: int


class Gap(NamedTuple):
    """Items that are not the same: half-open ranges of both sequences, one of which may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def gaps(old: Sequence[Hashable], new: Sequence[Hashable], steps: int = STEPS) -> list[Gap]:
    """The gaps between what two sequences have in common, in order.

    The answer for two sequences exchanged is the same, exchanged.
    """
    if (len(old), old) > (len(new), new):
        return [Gap(gap[2], gap[3], gap[0], gap[1]) for gap in gaps(new, old, steps)]
    found: list[Gap] = []
    old_at = new_at = 0
    for run in (*matches(old, new, steps), Run(len(old), len(new), 0)):
        if run.old > old_at or run.new > new_at:
            found.append(Gap(old_at, run.old, new_at, run.new))
        old_at, new_at = run.old + run.size, run.new + run.size
    return found


def kept(gaps: Iterable[Gap], whole: Gap) -> Iterator[tuple[int, int]]:
    """What a range of both sequences has between its gaps: the numbers of each item, there and here."""
    old_at, new_at = whole.old_start, whole.new_start
    for gap in (*gaps, Gap(whole.old_end, whole.old_end, whole.new_end, whole.new_end)):
        yield from zip(range(old_at, gap.old_start), range(new_at, gap.new_start), strict=True)
        old_at, new_at = gap.old_end, gap.new_end


def matches(old: Sequence[Hashable], new: Sequence[Hashable], steps: int = STEPS) -> list[Run]:
    """What two sequences have in common, as runs in order that don't touch on both sides."""
    search = _Search(old, new, steps)
    search.run()
    return list(_joined(sorted(search.found)))


class _Search:
    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable], steps: int) -> None:
        self.old = old
        self.new = new
        self.steps = steps
        # Anchors inside of anchors seldom go deep; where they do, this keeps the time linear.
        self.looked_at = 40 * (len(old) + len(new))
        self.found: list[Run] = []

    def run(self) -> None:
        # A list in place of recursion: anchors inside of anchors may go deep.
        waiting = [Gap(0, len(self.old), 0, len(self.new))]
        while waiting:
            gap = self._without_ends(waiting.pop())
            if gap.old_start == gap.old_end or gap.new_start == gap.new_end:
                continue
            self.looked_at -= gap.old_end - gap.old_start + gap.new_end - gap.new_start
            if self.looked_at < 0:
                continue
            anchors = self._anchors(gap)
            if anchors:
                waiting += _between(gap, anchors)
            else:
                self._shortest(gap)

    def _without_ends(self, gap: Gap) -> Gap:
        """The gap without what both sides begin and end with, which is taken as found."""
        old, new = self.old, self.new
        old_start, old_end, new_start, new_end = gap
        while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
            old_start += 1
            new_start += 1
        if old_start > gap.old_start:
            self.found.append(Run(gap.old_start, gap.new_start, old_start - gap.old_start))
        while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
            old_end -= 1
            new_end -= 1
        if old_end < gap.old_end:
            self.found.append(Run(old_end, new_end, gap.old_end - old_end))
        return Gap(old_start, old_end, new_start, new_end)

    def _anchors(self, gap: Gap) -> list[tuple[int, int]]:
        """Items that stand once on both sides, as many as are in the same order."""
        in_old = _single(self.old, gap.old_start, gap.old_end)
        in_new = _single(self.new, gap.new_start, gap.new_end)
        pairs = [(at, in_new[item]) for item, at in in_old.items() if item in in_new]
        return rising(pairs)

    def _shortest(self, gap: Gap) -> None:
        """Myers' shortest way through a gap, or nothing where it takes too many steps."""
        old = self.old[gap.old_start : gap.old_end]
        new = self.new[gap.new_start : gap.new_end]
        if not set(old).intersection(new):
            return
        left = self.steps // 2  # the other gaps get their share
        most, most_new = len(old), len(new)
        reached = {1: 0}
        get = reached.get
        trail: list[dict[int, int]] = []
        for depth in range(most + most_new + 1):
            low = 2 * max(0, depth - most_new) - depth
            high = depth - 2 * max(0, depth - most)
            trail.append({at: reached[at] for at in range(low - 1, high + 2) if at in reached})
            left -= high - low + 1
            for diagonal in range(low, high + 1, 2):
                above, beside = get(diagonal + 1, -1), get(diagonal - 1, -2) + 1
                x = above if above >= beside else beside  # noqa: FURB136  # four times as fast as `max`
                y = x - diagonal
                while x < most and y < most_new and old[x] == new[y]:
                    x += 1
                    y += 1
                    left -= 1
                reached[diagonal] = x
                if x >= most and y >= most_new:
                    self.steps -= self.steps // 2 - left
                    self._walk_back(gap, trail, x, y)
                    return
            if left < 0:
                self.steps -= self.steps // 2
                return

    def _walk_back(self, gap: Gap, trail: list[dict[int, int]], x: int, y: int) -> None:
        for reached in reversed(trail):
            diagonal = x - y
            above, beside = reached.get(diagonal + 1, -1), reached.get(diagonal - 1, -2) + 1
            turn = max(above, beside)
            if x > turn:
                size = x - turn
                self.found.append(Run(gap.old_start + turn, gap.new_start + y - size, size))
            if above >= beside:
                x, y = above, above - diagonal - 1
            else:
                x, y = beside - 1, beside - diagonal


def _single(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Where the items stand that a range has only once."""
    found: dict[Hashable, int] = {}
    for index in range(start, end):
        item = items[index]
        found[item] = -1 if item in found else index
    return {item: index for item, index in found.items() if index >= 0}


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs, in the order of their first numbers, whose second ones rise."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, at) in enumerate(pairs):
        place = bisect_left(ends, at)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(at)
            last.append(index)
        else:
            ends[place] = at
            last[place] = index
    chosen: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _between(gap: Gap, anchors: list[tuple[int, int]]) -> Iterator[Gap]:
    """The parts of a gap between anchors; each begins with an anchor, which is found as its beginning."""
    old_start, new_start = gap.old_start, gap.new_start
    for old, new in anchors:
        yield Gap(old_start, old, new_start, new)
        old_start, new_start = old, new
    yield Gap(old_start, gap.old_end, new_start, gap.new_end)


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Runs, those that follow each other on both sides made one."""
    held: Run | None = None
    for run in runs:
        if held and held.old + held.size == run.old and held.new + held.size == run.new:
            held = Run(held.old, held.new, held.size + run.size)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held
