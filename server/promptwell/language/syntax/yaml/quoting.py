"""Text as a YAML scalar: quoted so that every YAML reader gives the same text back."""

from __future__ import annotations

import re

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\0": "\\0",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}

# All that a double-quoted scalar cannot hold as it is.
_UNPRINTABLE = re.compile(r"[\x00-\x1F\x7F-\x9F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF]")

# Prompty ends the front matter at three of a kind, even inside a value.
_MARK = re.compile(r"-(?=--)|\+(?=\+\+)")


def has_mark(text: str) -> bool:
    """Whether a text holds a mark that ends a front matter, `---` or `+++`."""
    return _MARK.search(text) is not None


def without_marks(written: str) -> str:
    """YAML whose marks stand in double quotes only, with each mark in a spelling that is none."""
    return _MARK.sub(lambda sign: f"\\u{ord(sign.group()):04x}", written)


def quoted(text: str) -> str:
    """The text in quotes: double ones, or single ones where that spares escapes."""
    if _UNPRINTABLE.search(text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _UNPRINTABLE.sub(_escape, escaped) + '"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
