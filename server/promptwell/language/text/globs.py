"""Globs over absolute paths with forward slashes, as settings and associations use them."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(glob: str, path: str) -> bool:
    """Whether a path fits a glob: `*` within one name, `**` over folders, `?`, `[abc]`, `{a,b}`.

    A glob without a slash fits the last name of the path in any folder. A glob that fits a
    folder fits all that lies below it.
    """
    return compiled(glob).match(path) is not None


@lru_cache(maxsize=512)
def compiled(glob: str) -> re.Pattern[str]:
    """The glob as a regular expression for `match`; an ill-formed part stands for itself."""
    pattern = re.sub(r"(?:\*\*/)+", "**/", glob.rstrip("/") or glob)
    prefix = "" if pattern.startswith("/") or re.match(r"[A-Za-z]:/", pattern) else "(?:.*/)?"
    return re.compile(prefix + _translate(pattern) + r"(?:/.*)?\Z", re.DOTALL)


def anchored(glob: str, folder: str) -> str:
    """The glob as it reads from a folder: one without a slash holds anywhere below it."""
    base = re.sub(r"([*?\[\]{}])", r"[\1]", folder.rstrip("/"))
    pattern = glob.removeprefix("./")
    if pattern.startswith("/"):
        return base + pattern
    if "/" in pattern.rstrip("/"):
        return f"{base}/{pattern}"
    return f"{base}/**/{pattern}"


def _translate(glob: str) -> str:
    parts: list[str] = []
    position, depth = 0, 0
    while position < len(glob):
        character = glob[position]
        if glob.startswith("**/", position):
            parts.append("(?:.*/)?")
            position += 3
            continue
        if glob.startswith("**", position):
            parts.append(".*")
            position += 2
            continue
        if character == "*":
            parts.append("[^/]*")
        elif character == "?":
            parts.append("[^/]")
        elif character == "[" and (end := glob.find("]", position + 2)) > 0:
            parts.append(_character_class(glob[position + 1 : end]))
            position = end
        elif character == "{" and "}" in glob[position:]:
            depth += 1
            parts.append("(?:")
        elif character == "}" and depth:
            depth -= 1
            parts.append(")")
        elif character == "," and depth:
            parts.append("|")
        else:
            parts.append(re.escape(character))
        position += 1
    return "".join(parts) + ")" * depth


def _character_class(content: str) -> str:
    negated = content[0] in "!^"
    inner = re.sub(r"([\\\[\]^&~|])", r"\\\1", content[1:] if negated else content)
    try:
        re.compile(f"[{inner}]")
    except re.error:  # such as a range that runs backward
        return re.escape(f"[{content}]")
    return f"[^/{inner}]" if negated else f"[{inner}]"
