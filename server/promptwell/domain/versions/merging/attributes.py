"""The lines of `.gitattributes` that name the files which are merged as prompts."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Files of these endings are prompts wherever they lie; of others, each one is named.
_ENDINGS = (
    ".prompty",
    ".prompt.md",
    ".instructions.md",
    ".chatmode.md",
    ".agent.md",
    ".prompt.yml",
    ".prompt.yaml",
    ".prompt.json",
    ".prompt",
    ".mdc",
    ".j2",
    ".jinja",
    ".jinja2",
)
# `AGENTS.md`, `SKILL.md`, `CLAUDE.md`, `.cursorrules`: names that mean the same in every folder.
_KNOWN_NAME = re.compile(r"[A-Z_]+(?:\.local)?\.md|\.[a-z]+rules")
_SPECIAL = re.compile(r"[\[\]*?\\]")


def patterns_of(names: Iterable[str]) -> list[str]:
    """The patterns that fit prompt files, by ending or name where these tell a prompt, else by path.

    `names` are paths from the top of the working files.
    """
    found = {"*.prompty"}
    for name in names:
        leaf = name.rpartition("/")[2]
        ending = next((each for each in _ENDINGS if leaf.endswith(each)), None)
        if ending:
            found.add(f"*{ending}")
        elif _KNOWN_NAME.fullmatch(leaf):
            found.add(leaf)
        else:
            found.add(_quoted("/" + _SPECIAL.sub(r"\\\g<0>", name)))
    return sorted(found)


def _quoted(pattern: str) -> str:
    if not any(each.isspace() or each == '"' for each in pattern):
        return pattern
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
