"""The line ends of texts that are compared: where a whole text has others, that is one thing, not one a line."""

from __future__ import annotations

import re

_ANY = re.compile(r"\r\n|\n|\r")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def line_end_of(text: str) -> str:
    """The line end of a text; "" where it has none, or several kinds."""
    windows = text.count("\r\n")
    found = {"\r\n": windows, "\n": text.count("\n") - windows, "\r": text.count("\r") - windows}
    kinds = [end for end, count in found.items() if count]
    return kinds[0] if len(kinds) == 1 else ""


def with_line_end(text: str, end: str) -> str:
    """The text with one line end behind each of its lines."""
    return _ANY.sub(end, text)


def line_ends_named(text: str) -> str:
    """What the line ends of a text are called; "" where it has none."""
    return _NAMES.get(line_end_of(text)) or ("mixed" if _ANY.search(text) else "")
