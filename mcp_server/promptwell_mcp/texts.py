"""Texts of prompts as agents get them: told apart from what the server itself says, and not endless."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# About 20,000 tokens: more than that no client takes from a tool.
MOST_CHARACTERS = 80_000

_BACKTICKS = re.compile(r"`{3,}")


def fenced(text: str) -> str:
    """A text in a fence that nothing in it can close: whatever it says is quoted, not said."""
    longest = max((len(each) for each in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(4, longest + 1)
    end = "" if text.endswith("\n") else "\n"
    return f"{fence}\n{text}{end}{fence}"


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """A text that no client refuses for its length; what is cut away is said."""
    if len(text) <= most:
        return text
    return f"{text[:most]}\n[... {len(text) - most:,} more characters; read the file for the rest]"


def one_line(text: str, most: int = 200) -> str:
    """A text in one line, cut at a border between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most].rpartition(" ")[0] or line[:most]
    return f"{cut} ..."


def message_text(message: Mapping[str, Any]) -> str:
    """The content of a message as text; images and files are named in brackets."""
    content = message["content"]
    if isinstance(content, str):
        return content
    return "".join(
        part["value"] if part["kind"] == "text" else f"[{part['kind']}: {one_line(part['value'])}]"
        for part in content
    )
