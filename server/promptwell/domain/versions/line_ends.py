"""The line ends of texts that are compared: where a whole text has others, that is one thing, not one a line."""

from __future__ import annotations

import re

_ANY = re.compile(r"\r\n|\n|\r")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def line_ends_in(text: str) -> frozenset[str]:
    """The kinds of line ends that a text has."""
    windows = text.count("\r\n")
    found = {"\r\n": windows, "\n": text.count("\n") - windows, "\r": text.count("\r") - windows}
    return frozenset(end for end, count in found.items() if count)


def named(ends: frozenset[str]) -> str:
    """What some kinds of line ends are called together; "" for none."""
    if len(ends) > 1:
        return "mixed"
    return "".join(_NAMES[end] for end in ends)


def line_end_of(text: str) -> str:
    """The line end of a text; "" where it has none, or several kinds."""
    ends = line_ends_in(text)
    return "".join(ends) if len(ends) == 1 else ""


def with_line_end(text: str, end: str) -> str:
    """The text with one line end behind each of its lines."""
    return _ANY.sub(end, text)
