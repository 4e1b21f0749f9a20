"""Conflicts that a merge has marked in a text and nobody has settled yet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from promptwell.language.syntax.markdown.headings import sections_of
from promptwell.language.text.source import Span

# Only CR and LF end lines; `^` would not stand behind a CR.
_LINE = re.compile(
    r"(?<![^\r\n])(?:(?P<sign><{7,}|\|{7,}|>{7,})(?P<label>(?: [^\r\n]*)?)|(?P<middle>={7,}))"
    r"(?P<end>\r\n|\n|\r|\Z)"
)


class MarkedConflict(NamedTuple):
    """One conflict between marks: both sides, and the base where the marks show it.

    `span` goes from the opening mark to the end of the closing mark's line. `marks` are the marks
    without their line ends. `shown` tells that all of it stands in fenced code: a text about merging.
    """

    span: Span
    marks: tuple[Span, ...]
    ours: Span
    base: Span | None
    theirs: Span
    our_label: str
    their_label: str
    shown: bool = False


def marked_conflicts(text: str) -> tuple[MarkedConflict, ...]:
    """The conflicts of a text, in order.

    Only a full set of marks is one, each at the beginning of a line and all of one length: a line of
    `=======` alone is a heading of Markdown. Marks of another length between them belong to the sides.
    """
    # With each keystroke this is asked of texts that have none.
    if "<<<<<<<" not in text or ">>>>>>>" not in text:
        return ()
    return _found(text)


def unsettled_line(text: str) -> int | None:
    """The line, from 1, of the first conflict that nobody settled; None where there is none."""
    found = unsettled(text)
    return text.count("\n", 0, found[0].span.start) + 1 if found else None


def unsettled(text: str) -> tuple[MarkedConflict, ...]:
    """The conflicts of a text that are not just shown in fenced code."""
    return tuple(each for each in marked_conflicts(text) if not each.shown)


@lru_cache(maxsize=16)
def _found(text: str) -> tuple[MarkedConflict, ...]:
    found: list[MarkedConflict] = []
    opened: dict[int, list[re.Match[str]]] = {}  # by length: each has its own sets
    for match in _LINE.finditer(text):
        sign, size = _sign(match)
        held = opened.get(size, [])
        last = _sign(held[-1])[0] if held else ""
        if sign == "<":
            opened[size] = [match]  # what another one opened before never ended
        elif (sign == "|" and last == "<") or (sign == "=" and last and last in "<|"):
            held.append(match)
        elif sign == ">" and last == "=":
            found.append(_conflict([*held, match]))
            del opened[size]
    return _apart(text, sorted(found, key=lambda each: each.span))


def _apart(text: str, found: list[MarkedConflict]) -> tuple[MarkedConflict, ...]:
    """Those that don't lie within others, each told whether it is just shown."""
    apart: list[MarkedConflict] = []
    fences = sections_of(text, Span(0, len(text))).fences if found else ()
    for each in found:
        if not apart or each.span.start >= apart[-1].span.end:
            shown = any(fence.covers(Span(each.span.start, each.marks[-1].end)) for fence in fences)
            apart.append(each._replace(shown=shown))
    return tuple(apart)


def _sign(match: re.Match[str]) -> tuple[str, int]:
    marks = match["sign"] or match["middle"]
    return marks[0], len(marks)


def _conflict(marks: list[re.Match[str]]) -> MarkedConflict:
    opening, *base, middle, closing = marks
    return MarkedConflict(
        Span(opening.start(), closing.end()),
        tuple(Span(each.start(), each.start("end")) for each in marks),
        Span(opening.end(), (base or [middle])[0].start()),
        Span(base[0].end(), middle.start()) if base else None,
        Span(middle.end(), closing.start()),
        (opening["label"] or "").strip(),
        (closing["label"] or "").strip(),
    )
