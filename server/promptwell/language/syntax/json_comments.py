"""JSON with comments, as editors write their settings, made plain JSON of the same length."""

from __future__ import annotations

import re

_PART = re.compile(
    r"""(?P<string>"(?:[^"\\\r\n]|\\.)*"?)"""
    r"""|(?P<comment>//[^\r\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?)"""
    r"""|(?P<comma>,)(?=\s*[\]}])"""
)
_ANYTHING = re.compile(r"[^\r\n]")


def without_comments(text: str) -> str:
    """The text with blanks in place of comments and of commas before a closing bracket.

    Each character that stays is where it was.
    """
    if "/" in text:
        text = _PART.sub(lambda match: _blank(match, "comment"), text)
    return _PART.sub(lambda match: _blank(match, "comma"), text)


def _blank(match: re.Match[str], what: str) -> str:
    return _ANYTHING.sub(" ", match.group()) if match[what] else match.group()
