"""The tool that lists prompts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Interval, Len

from promptwell_mcp.calling import Call
from promptwell_mcp.texts import one_line
from promptwell_mcp.tools.fields import CURSOR, NEXT_CURSOR, ResponseFormat, more
from promptwell_mcp.tools.tool import Tool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which prompts."""

    folder: Annotated[str, Len(max_length=1000)] = field(
        default="", metadata={"description": "only below this folder of the workspace"}
    )
    tag: Annotated[str, Len(max_length=200)] = field(
        default="", metadata={"description": "only with this tag"}
    )
    status: Annotated[str, Len(max_length=100)] = field(
        default="", metadata={"description": "only of this status, e.g. approved"}
    )
    limit: Annotated[int, Interval(ge=1, le=100)] = field(
        default=20, metadata={"description": "prompts per page"}
    )
    cursor: str = field(default="", metadata=CURSOR)
    response_format: ResponseFormat = field(
        default="concise", metadata={"description": "detailed adds metadata"}
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One prompt. What has a default is left out where it has that."""

    name: str
    path: str
    description: str = ""
    format: str = ""
    status: str = ""
    category: str = ""
    owner: str = ""
    model: str = ""
    tags: tuple[str, ...] = ()
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of prompts."""

    prompts: tuple[Listed, ...]
    total: int
    next_cursor: str = field(default="", metadata=NEXT_CURSOR)


def list_prompts(call: Call, asked: Asked) -> Page:
    """List the prompts of the workspace in the order of their paths, page by page.

    Use it to see what there is in a folder, or which prompts have a tag or status; use search_prompts
    to find one by what it says. Pass next_cursor as cursor for the next page. Example:
    folder="prompts/support", status="approved".
    """
    page = call(
        "prompt.list",
        {
            "folder": asked.folder,
            "tag": [asked.tag] if asked.tag else [],
            "status": asked.status,
            "limit": asked.limit,
            "cursor": asked.cursor,
        },
    )
    found = []
    for each in page["prompts"]:
        details = {}
        if asked.response_format == "detailed":
            names = ("format", "status", "category", "owner", "model", "updated")
            details = {name: each[name] or "" for name in names} | {"tags": tuple(each["tags"])}
        found.append(Listed(each["name"], each["path"], one_line(each["description"]), **details))
    return Page(tuple(found), page["total"], page["next_cursor"])


def tell(page: Page) -> str:
    """A line for each prompt, and how to go on."""
    if not page.prompts:
        return "No prompts are there that fit. Leave filters out, or use search_prompts."
    lines = [f"{len(page.prompts)} of {page.total} prompts:"]
    for each in page.prompts:
        about = f": {each.description}" if each.description else ""
        lines.append(f"- {each.name} ({each.path}){about}")
        details = [
            f"{name} {value}"
            for name, value in (
                ("format", each.format),
                ("status", each.status),
                ("category", each.category),
                ("owner", each.owner),
                ("model", each.model),
                ("tags", ", ".join(each.tags)),
                ("updated", each.updated),
            )
            if value
        ]
        if details:
            lines.append(f"  {'; '.join(details)}")
    return "\n".join([*lines, *more("list_prompts", page.next_cursor)])


TOOL = Tool("List prompts", "prompt.list", list_prompts, tell)
