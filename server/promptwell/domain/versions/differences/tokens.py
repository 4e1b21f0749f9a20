"""The tokens that differ, as the model's tokenizer cuts the texts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from promptwell.domain.versions.differences.matching import Gap, gaps
from promptwell.domain.versions.differences.text_diff import Change, TextDiff, kind_of
from promptwell.language.text.source import Span

_KEPT = 4_000

Boundaries = Callable[[str], Sequence[int] | None]
"""Where each token of a text begins, rising; None for a text that the tokenizer can't cut.

A character that takes several tokens begins several times at one offset.
"""


@dataclass(frozen=True, slots=True)
class TokenDiff:
    """The changes in tokens: how many went and came, and how many the texts have."""

    changes: tuple[Change, ...]
    removed: int
    added: int
    old_total: int
    new_total: int


def diff_tokens(old: str, new: str, lines: TextDiff, boundaries: Boundaries) -> TokenDiff | None:
    """The tokens that differ inside what differs in lines, and around it as far as tokens reach.

    None where the tokenizer can't cut one of the texts.
    """
    old_starts, new_starts = boundaries(old), boundaries(new)
    if old_starts is None or new_starts is None:
        return None
    changes: list[Change] = []
    removed = added = 0
    for old_part, new_part in _parts(len(old), len(new), lines, old_starts, new_starts):
        before = _tokens(old, old_starts, old_part)
        after = _tokens(new, new_starts, new_part)
        old_at = (*_within(old_starts, old_part), old_part.end)
        new_at = (*_within(new_starts, new_part), new_part.end)
        find = _gaps if len(before) + len(after) <= _KEPT else gaps
        for gap in find(before, after):
            removed += gap.old_end - gap.old_start
            added += gap.new_end - gap.new_start
            old_span = Span(old_at[gap.old_start], old_at[gap.old_end])
            new_span = Span(new_at[gap.new_start], new_at[gap.new_end])
            kind = kind_of(old[old_span.start : old_span.end], new[new_span.start : new_span.end])
            changes.append(Change(old_span, new_span, kind))
    return TokenDiff(tuple(changes), removed, added, len(old_starts), len(new_starts))


def _parts(
    old_end: int,
    new_end: int,
    lines: TextDiff,
    old_starts: Sequence[int],
    new_starts: Sequence[int],
) -> Iterator[tuple[Span, Span]]:
    """The hunks, grown to where a token begins in both texts; hunks that meet so are one."""
    hunks = lines.hunks
    begun: tuple[int, int] | None = None
    old_at = new_at = 0
    for index in range(len(hunks) + 1):
        last = index == len(hunks)
        # What stands between two hunks is the same in both texts, `shift` apart.
        until = old_end if last else hunks[index].old.start
        shift = (new_end if last else hunks[index].new.start) - until
        shared = _shared(old_starts, new_starts, old_at, until, shift, last=last)
        if begun is not None and shared is not None:
            yield Span(begun[0], shared[0]), Span(begun[1], shared[0] + shift)
            begun = None
        if last:
            return
        if begun is None:
            begun = (shared[1], shared[1] + shift) if shared is not None else (old_at, new_at)
        old_at, new_at = hunks[index].old.end, hunks[index].new.end


def _shared(
    old_starts: Sequence[int],
    new_starts: Sequence[int],
    start: int,
    end: int,
    shift: int,
    *,
    last: bool,
) -> tuple[int, int] | None:
    """The first and the last offset of a part at which a token begins in both texts; None without any."""
    own = set(
        new_starts[bisect_left(new_starts, start + shift) : bisect_right(new_starts, end + shift)]
    )
    places = old_starts[bisect_left(old_starts, start) : bisect_right(old_starts, end)]
    first = next((at for at in places if at + shift in own), None)
    if first is None:
        return (end, end) if last else None
    final = next(at for at in reversed(places) if at + shift in own)
    return first, final


def _within(starts: Sequence[int], part: Span) -> Sequence[int]:
    return starts[bisect_left(starts, part.start) : bisect_left(starts, part.end)]


def _tokens(text: str, starts: Sequence[int], part: Span) -> tuple[str, ...]:
    inside = _within(starts, part)
    return tuple(text[start:end] for start, end in pairwise((*inside, part.end)))


@lru_cache(
    maxsize=256
)  # somebody who types changes one part, and the others are compared as before
def _gaps(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Gap, ...]:
    return tuple(gaps(before, after))
