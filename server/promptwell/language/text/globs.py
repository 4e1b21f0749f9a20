"""Globs over absolute paths with forward slashes, as settings and associations use them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# A brace list in a brace list grows fast; what is beyond this stands for itself.
_MOST_CHOICES = 64


def matches(glob: str, path: str) -> bool:
    """Whether a path fits a glob: `*` within one name, `**` over folders, `?`, `[abc]`, `{a,b}`.

    A glob without a slash fits the last name of the path in any folder. A glob that fits a
    folder fits all that lies below it.
    """
    return compiled(glob).match(path) is not None


@lru_cache(maxsize=512)
def compiled(glob: str) -> re.Pattern[str]:
    """The glob as a regular expression for `match`; an ill-formed part stands for itself.

    Globs come from repositories that may mean harm, so the expression never tries more than a few
    ways to fit a text: a wildcard that is not the last one takes the shortest text that fits, once.
    """
    pattern = re.sub(r"(?:\*\*/)+", "**/", glob.rstrip("/") or glob)
    rooted = pattern.startswith("/") or re.match(r"[A-Za-z]:/", pattern)
    choices = [_expression(each if rooted else f"**/{each}") for each in _without_braces(pattern)]
    return re.compile(f"(?:{'|'.join(choices)})" + r"(?:/.*)?\Z", re.DOTALL)


def anchored(glob: str, folder: str) -> str:
    """The glob as it reads from a folder: one without a slash holds anywhere below it."""
    base = re.sub(r"([*?\[\]{}])", r"[\1]", folder.rstrip("/"))
    pattern = glob.removeprefix("./")
    if pattern.startswith("/"):
        return base + pattern
    if "/" in pattern.rstrip("/"):
        return f"{base}/{pattern}"
    return f"{base}/**/{pattern}"


class _Piece(NamedTuple):
    """A wildcard (`*`, `**`, `**/` or none) and the fixed text after it, as an expression."""

    wildcard: str
    fixed: str


_WILDCARD = re.compile(r"(?P<folders>(?:(?<=/)|\A)\*\*(?:/|\Z))|\*+")
_LAZY = {"": "", "*": "[^/]*?", "**": ".*?", "**/": "(?:.*?/)??"}


def _expression(glob: str) -> str:
    pieces = _pieces(glob)
    over_folders = [index for index, piece in enumerate(pieces) if piece.wildcard.startswith("**")]
    starts = [0, *(index for index in over_folders if index)]
    segments = [
        pieces[start:end] for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True)
    ]
    *earlier, last = segments
    return "".join(f"(?>{_segment(each)})" for each in earlier) + _segment(last, is_last=True)


def _segment(pieces: list[_Piece], *, is_last: bool = False) -> str:
    """What stands between two `**`; only the last `*` of all may try further than it must."""
    parts: list[str] = []
    for index, piece in enumerate(pieces):
        part = _LAZY[piece.wildcard] + piece.fixed
        is_star = piece.wildcard == "*"
        final = is_last and index == len(pieces) - 1
        parts.append(f"(?>{part})" if is_star and not final else part)
    return "".join(parts)


def _pieces(glob: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    wildcard, fixed = "", ""
    position = 0
    while position < len(glob):
        found = _WILDCARD.match(glob, position)
        if found:
            pieces.append(_Piece(wildcard, fixed))
            # Only as a whole name does `**` go over folders; else it is `*` written twice.
            wildcard, fixed = found.group() if found.lastgroup else "*", ""
            position = found.end()
            continue
        text, position = _fixed(glob, position)
        fixed += text
    return [*pieces, _Piece(wildcard, fixed)]


def _fixed(glob: str, position: int) -> tuple[str, int]:
    """The expression of one character or class of characters, and where the next begins."""
    character = glob[position]
    if character == "?":
        return "[^/]", position + 1
    if character == "[":
        end = glob.find("]", position + 2)
        if end > 0:
            return _character_class(glob[position + 1 : end]), end + 1
    return re.escape(character), position + 1


def _character_class(content: str) -> str:
    negated = content[0] in "!^"
    inner = re.sub(r"([\\\[\]^&~|])", r"\\\1", content[1:] if negated else content)
    expression = f"[^/{inner}]" if negated else f"[{inner}]"
    try:
        re.compile(expression)
    except re.error:  # such as a range that runs backward
        return re.escape(f"[{content}]")
    return expression


def _without_braces(glob: str) -> list[str]:
    """The globs that a glob with `{a,b}` stands for."""
    done: list[str] = []
    waiting = [glob]
    while waiting:
        current = waiting.pop(0)
        # The innermost braces first. Those within `[]` are characters.
        found = re.search(r"(?<!\[)\{([^{}]*)\}", current)
        if found is None or len(done) + len(waiting) > _MOST_CHOICES:
            done.append(current)
            continue
        before, after = current[: found.start()], current[found.end() :]
        waiting += [f"{before}{choice}{after}" for choice in found.group(1).split(",")]
    return list(dict.fromkeys(done))
