"""What fields that several tools have are said to be, and how an agent gets another page."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Len

PromptName = Annotated[str, Len(1, 1000)]
Ref = Annotated[str, Len(max_length=200)]
ResponseFormat = Literal["concise", "detailed"]

PROMPT = {"description": "its name, or its path in the workspace"}
CURSOR = {"description": "next_cursor of the page before"}
NEXT_CURSOR = {"description": "absent on the last page"}


def more(tool: str, cursor: str) -> list[str]:
    """A line that says how to get the next page; none on the last one."""
    return [f'More: call {tool} again with cursor="{cursor}"'] if cursor else []
