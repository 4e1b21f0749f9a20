"""What stands around a number: the words before and behind it on its line, whether it is part of an address."""

from __future__ import annotations

_NEAR = 60
_REACH = 200


def before_on_line(text: str, start: int) -> str:
    """What stands before a place on its line, at most sixty characters of it.

    Where nothing does, the line above is taken too: forms write a label there.
    """
    window = text[max(0, start - _NEAR) : start]
    above, _, before = window.rpartition("\n")
    if before.strip() or not above:
        return before
    label = above.rpartition("\n")[2]
    return f"{label}: {before}"


def after_on_line(text: str, end: int) -> str:
    """What follows a place on its line, at most twenty characters of it."""
    return text[end : end + 20].partition("\n")[0]


def in_url(text: str, start: int) -> bool:
    """Whether a place lies in a URL, whose numbers name pages and not persons."""
    # The window is cut at the last blank first: a search for the pattern's end would try every start.
    window = text[max(0, start - _REACH) : start]
    word = window.replace("\n", " ").rpartition(" ")[2]
    return "://" in word or "www." in word or "](" in word


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or underscore touches a range; the letter of an escape such as a line end may."""
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return False
    if not start or not (text[start - 1].isalnum() or text[start - 1] == "_"):
        return True
    return start > 1 and text[start - 2] == "\\" and text[start - 1] in "nrt"
