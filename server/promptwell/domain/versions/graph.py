"""How versions follow each other: what came before one, and where two lines of them parted.

A graph is a mapping from each version's identity to its parents'. Parents that are not in it (they
were pruned) are the end of what is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def ancestors(graph: Graph, version: str) -> set[str]:
    """A version and all that it came from, as far as they are known."""
    found: set[str] = set()
    waiting = [version]
    while waiting:
        current = waiting.pop()
        if current in graph and current not in found:
            found.add(current)
            waiting += graph[current]
    return found


def merge_bases(graph: Graph, one: str, other: str) -> list[str]:
    """The common ancestors of two versions that no other common ancestor comes from.

    There are several where lines were merged both ways. The order is that of the graph.
    """
    common = ancestors(graph, one) & ancestors(graph, other)
    older: set[str] = set()
    for each in common:
        for parent in graph[each]:
            if parent not in older:
                older |= ancestors(graph, parent)
    return [each for each in graph if each in common and each not in older]


def merge_base(graph: Graph, one: str, other: str) -> str | None:
    """Where two versions parted: of several such versions the one that the graph names last.

    None where they have nothing in common.
    """
    bases = merge_bases(graph, one, other)
    return bases[-1] if bases else None


def has_cycle(graph: Graph) -> bool:
    """Whether a version comes from itself, which none ever does."""
    left = {
        version: {each for each in parents if each in graph} for version, parents in graph.items()
    }
    children: dict[str, list[str]] = {}
    for version, parents in left.items():
        for parent in parents:
            children.setdefault(parent, []).append(version)
    free = [version for version, parents in left.items() if not parents]
    seen = 0
    while free:
        current = free.pop()
        seen += 1
        for child in children.get(current, ()):
            left[child].discard(current)
            if not left[child]:
                free.append(child)
    return seen < len(left)
