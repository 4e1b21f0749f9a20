"""How a text fits into the place of a tag: role lines stay lines of their own, white space as it was.

Prompty counts a role line only where it stands alone on its line of the template. Text that takes a
tag's place may begin or end with one, so a line break that prints nothing is put between.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

_ROLE = re.compile(
    r"\s*#?\s*(?:system|user|assistant|developer|function|tool)\s*(?:\[[^\]]*\])?\s*:\s*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:[ \t]|\{%.*?%\}|\{#.*?#\})*")

# Tags that take away the white space before or behind them.
_TAKES_BEFORE = re.compile(r"\s*\{[%{#]-")
_TAKES_BEHIND = re.compile(r"-[%}#]\}\s*\Z")
_WALL = "{##}"

SCOPE, SCOPE_END = "{% with %}", "{% endwith %}"


def fitted(inner: str, before: str, after: str, head: str = "", tail: str = "") -> str:
    """The text between two tags (or none) for a place with this text before and after it.

    `before` and `after` are what stands on the place's lines in the template around it.
    """
    lines = re.split(r"\r\n|\n|\r", inner)
    own_line = before.rpartition("\n")[2]
    rest_of_line = after.partition("\n")[0]
    if _ROLE.fullmatch(lines[0]) and _NOTHING.fullmatch(own_line) and (head or own_line.strip()):
        head = f"{head[:-2]}-%}}\n" if head else "{# -#}\n"
    if (
        _ROLE.fullmatch(lines[-1])
        and _NOTHING.fullmatch(rest_of_line.rstrip("\r"))
        and (tail or rest_of_line.strip())
    ):
        tail = f"\n{{%- {tail[3:]}" if tail else "\n{#- #}"
    return (head or _wall_before(inner, before)) + inner + (tail or _wall_behind(inner, after))


def _wall_before(inner: str, before: str) -> str:
    """A comment where a `-` on one side would take white space of the other."""
    taken = inner[:1].isspace() and _TAKES_BEHIND.search(before)
    takes = _TAKES_BEFORE.match(inner) and before[-1:].isspace()
    return _WALL if taken or takes else ""


def _wall_behind(inner: str, after: str) -> str:
    taken = inner[-1:].isspace() and _TAKES_BEFORE.match(after)
    takes = _TAKES_BEHIND.search(inner) and after[:1].isspace()
    return _WALL if taken or takes else ""


def place_of(text: str, first: Island, last: Island) -> Span:
    """The tags from first to last with the white space that their `-` takes away around them."""
    start, end = first.span.start, last.span.end
    if text.startswith("-", start + 2):
        while start > 0 and text[start - 1].isspace():
            start -= 1
    if text.startswith("-", end - 3):
        while end < len(text) and text[end].isspace():
            end += 1
    return Span(start, end)


def inside_of(text: str, opening: Island, ending: Island) -> Span:
    """What stands between two tags, without the white space that their `-` takes away inside."""
    start, end = opening.span.end, ending.span.start
    if text.startswith("-", start - 3):
        while start < end and text[start].isspace():
            start += 1
    if text.startswith("-", ending.span.start + 2):
        while end > start and text[end - 1].isspace():
            end -= 1
    return Span(start, max(start, end))


def bare(tags: str) -> str:
    """A statement without the `-` or `+` at its two ends."""
    tags = re.sub(r"^\{%[-+]", "{%", tags)
    return re.sub(r"[-+]%\}$", "%}", tags)
