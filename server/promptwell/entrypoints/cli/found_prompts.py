"""What a search found, as text for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def search_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Each hit by its place, with the best passage below it."""
    for hit in result["hits"]:
        yield f"{hit['path']}:{hit['line']}  {hit['name']}  {_why(hit['why'])}".rstrip()
        yield f"    {hit['snippet']}"
    if not result["hits"]:
        yield "nothing was found"
    yield from result["notes"]
    if result["next_cursor"]:
        yield f"more: --cursor={result['next_cursor']}"


def similar_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Each prompt by its path, with what differs below it."""
    for hit in result["hits"]:
        share = f"{hit['wording']:.0%} of the wording"
        meaning = "" if hit["similarity"] is None else f", similarity {hit['similarity']:.2f}"
        mark = "near-duplicate: " if hit["near_duplicate"] else ""
        yield f"{hit['path']}  {hit['name']}  ({mark}{share}{meaning})"
        differs = hit["differs"]
        yield from (f"    {part}" for part in differs["parts"])
        if differs["added"] or differs["removed"]:
            yield f"    lines: {differs['added']} more, {differs['removed']} less"
        if hit["near_duplicate"]:
            yield from (f"    {line}" for line in differs["lines"])
    if not result["hits"]:
        yield "no prompt is like it"
    yield from result["notes"]


def _why(why: Mapping[str, Any] | None) -> str:
    if why is None:
        return ""
    parts = [f"{word}: {', '.join(places)}" for word, places in why["words"].items()]
    if why["missing"]:
        parts.append(f"without {', '.join(why['missing'])}")
    if why["similarity"] is not None:
        parts.append(f"similarity {why['similarity']:.2f}")
    return f"({'; '.join(parts)})" if parts else ""
