"""Text from files made harmless for Markdown: what a file says is shown, never followed or run."""

from __future__ import annotations

import re
from typing import Any

from promptwell.language.detectors.joiners import is_ordinary

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&@:])")
# Control characters, marks of direction, tags and other code points that show nothing; a joiner of
# emoji or letters may have the mark of an emoji's form before it.
_INVISIBLE = re.compile(
    "\ufe0f?[\u200c\u200d]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
_LONGEST = 400


def plain(text: str, longest: int = _LONGEST) -> str:
    """A text to be read as it is: no formatting, no link, no image, nothing invisible."""
    lines = [" ".join(line.split()) for line in _cut(text, longest).split("\n")]
    return "  \n".join(_SPECIAL.sub(r"\\\1", line) for line in lines).strip()


def code(text: str, longest: int = 120) -> str:
    """A text as inline code, whatever backticks it holds; line breaks become blanks."""
    shown = " ".join(_cut(text, longest).split()) or " "
    fence = "`" * (_longest_run(shown) + 1)
    gap = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def block(text: str, language: str = "", longest: int = _LONGEST * 4) -> str:
    """A text as a block of code."""
    shown = _cut(text, longest)
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def value(written: Any) -> str:
    """A JSON-like value as inline code, long ones cut."""
    return code(value_text(written, 160))


def value_text(written: Any, longest: int = 160) -> str:
    """A JSON-like value as one line of plain text, long ones cut."""
    import json

    return _cut(json.dumps(written, ensure_ascii=False, default=str), longest)


def _cut(text: str, longest: int) -> str:
    visible = _INVISIBLE.sub(_unless_needed, text[: longest * 2])
    visible = visible.replace("\r\n", "\n").replace("\r", "\n")
    return visible if len(visible) <= longest else visible[: longest - 1] + "…"


def _unless_needed(invisible: re.Match[str]) -> str:
    found = invisible[0]
    if found[-1] in _JOINERS and is_ordinary(invisible.string, *invisible.span()):
        return found
    return "\N{REPLACEMENT CHARACTER}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
