"""The order of things that are known by their keys, when both sides added, took away and moved some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def merged_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """All keys of the three, each once, in the order that a merge gives them.

    The keys that all have follow the side that moved them. What a side added stands behind what it
    stood behind there; where both added something at one place, the keys decide, so that it doesn't
    matter which side is which. A key that somebody took away stands where it stood.
    """
    kept = set(base) & set(ours) & set(theirs)
    orders = [[key for key in side if key in kept] for side in (base, ours, theirs)]
    order = orders[2] if orders[1] == orders[0] else orders[1]
    if orders[0] not in orders[1:] and orders[1] != orders[2]:
        order = min(orders[1:])  # both moved things: either order is as good
    found = list(order)
    for adding in _runs(kept, (ours, theirs)):
        _insert(found, adding)
    seen = set(found)
    for adding in _runs(seen, (base,)):
        _insert(found, adding)
    return found


def _runs(known: set[str], sides: Iterable[Sequence[str]]) -> list[tuple[str | None, list[str]]]:
    """Keys that are not known, in runs, each with the known key in front of it; None for the beginning."""
    runs: list[tuple[str | None, list[str]]] = []
    for side in sides:
        before: str | None = None
        run: list[str] = []
        for key in side:
            if key not in known:
                run.append(key)
                continue
            if run:
                runs.append((before, run))
            before, run = key, []
        if run:
            runs.append((before, run))
    # The last to be put in at a place comes first there.
    return sorted(runs, key=lambda each: (each[1], each[0] or ""), reverse=True)


def _insert(found: list[str], adding: tuple[str | None, list[str]]) -> None:
    before, run = adding
    present = set(found)
    at = found.index(before) + 1 if before is not None else 0
    for key in run:
        if key in present:
            at = max(at, found.index(key) + 1)
            continue
        found.insert(at, key)
        present.add(key)
        at += 1
