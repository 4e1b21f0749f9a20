"""The tool that finds prompts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from annotated_types import Interval, Len

from promptwell_mcp.calling import Call
from promptwell_mcp.texts import one_line
from promptwell_mcp.tools.fields import CURSOR, NEXT_CURSOR, ResponseFormat, more
from promptwell_mcp.tools.tool import Tool
from promptwell_mcp.untrusted import shown


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for."""

    query: Annotated[str, Len(1, 400)] = field(
        metadata={
            "description": 'words or a question; also "a phrase", pref*, -not, a OR b, tag:x, path:folder, '
            "role:system, model:x, status:x, updated:>2026-01-31"
        }
    )
    limit: Annotated[int, Interval(ge=1, le=50)] = field(
        default=10, metadata={"description": "hits per page"}
    )
    cursor: str = field(default="", metadata=CURSOR)
    response_format: ResponseFormat = field(
        default="concise", metadata={"description": "detailed adds role, section and why"}
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """One prompt that fits. What has a default is left out where it has that."""

    name: str
    path: str
    score: float
    snippet: str = field(metadata={"description": "the passage that fits; words in **"})
    line: int = field(metadata={"description": "where the passage stands"})
    role: str = ""
    section: str = ""
    why: str = field(default="", metadata={"description": "words found, and nearness of meaning"})


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the best first."""

    hits: tuple[Hit, ...]
    next_cursor: str = field(default="", metadata=NEXT_CURSOR)
    notes: tuple[str, ...] = ()


def search_prompts(call: Call, asked: Asked) -> Found:
    """Find prompts of the workspace by words and by meaning, the best first.

    Use it before writing a new prompt, and whenever a prompt, template, system message or agent file
    is mentioned. Say in plain words what the prompt is about; filters narrow it. The first search
    may take a while, because it indexes the workspace. Go on with get_prompt(path). Example:
    query="summarize support tickets", or "refund tag:support -draft".
    """
    result = call(
        "search",
        {
            "query": asked.query,
            "limit": asked.limit,
            "cursor": asked.cursor,
            "detail": "full" if asked.response_format == "detailed" else "concise",
        },
    )
    hits = tuple(map(_hit, result["hits"]))
    return Found(hits, result["next_cursor"] or "", tuple(result["notes"]))


def _hit(hit: Mapping[str, Any]) -> Hit:
    place, why = hit["place"] or {}, hit["why"] or {}
    return Hit(
        hit["name"],
        hit["path"],
        round(hit["score"], 4),
        one_line(shown(hit["snippet"]).text, 240),
        hit["line"],
        place.get("role", ""),
        place.get("section", ""),
        "; ".join(_reasons(why)),
    )


def _reasons(why: Mapping[str, Any]) -> Iterator[str]:
    for word, places in why.get("words", {}).items():
        yield f"{word} in {', '.join(places)}"
    if why.get("missing"):
        yield f"without {', '.join(why['missing'])}"
    if why.get("similarity") is not None:
        yield f"similarity {why['similarity']:.2f}"


def tell(found: Found) -> str:
    """Two lines for each hit, what it is and the passage, and how to go on."""
    lines: list[str] = []
    for number, each in enumerate(found.hits, 1):
        details = [f"score {each.score:g}", f"line {each.line}", each.role, each.section, each.why]
        about = "; ".join(part for part in details if part)
        lines += [f"{number}. {each.name} ({each.path}): {about}", f"   {each.snippet}"]
    if not found.hits:
        lines.append("Nothing fits. Try fewer or other words, or list_prompts.")
    lines += more("search_prompts", found.next_cursor)
    return "\n".join([*lines, *(f"note: {each}" for each in found.notes)])


TOOL = Tool("Search prompts", "search", search_prompts, tell)
