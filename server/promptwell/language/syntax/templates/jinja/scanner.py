"""Finds the islands of a template by their delimiters, as Jinja's lexer would, and goes on after faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from promptwell.language.syntax.templates.jinja.tree import IslandKind
from promptwell.language.text.source import Span

_OPENER = re.compile(r"\{[{%#]")
# Islands without braces inside, by far the most: their end needs no counting. Quotes come in
# pairs, for a lone one might reach over the closing delimiter to its partner.
_PLAIN_ISLAND = re.compile(
    r"""\{\{[^'"{}]*(?:(?:'[^'{}\\]*'|"[^"{}\\]*")[^'"{}]*)*\}\}
    |\{%[^'"{}%]*(?:(?:'[^'{}%\\]*'|"[^"{}%\\]*")[^'"{}%]*)*%\}""",
    re.VERBOSE,
)
_RAW = re.compile(r"\{%[-+]?\s*raw\s*-?%\}")
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_STRING = re.compile(r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*\"""", re.DOTALL)
_INTERESTING = re.compile(r"""[-+]?[%}]\}|['"(\[{)\]}%#]""")
_PARTNER = {"(": ")", "[": "]", "{": "}"}
_LINE_END = re.compile(r"\r\n|\n|\r")
# A `{{` inside an island may be a mapping whose first key is a mapping. That is rare enough to
# believe in it only near its end and not over and over, so that text full of braces stays cheap.
_NESTED_DICT_REACH = 500
_NESTED_DICTS = 2


class Found(NamedTuple):
    """An island's kind and range; `closed` is False where its closing delimiter is missing."""

    kind: IslandKind
    span: Span
    closed: bool


def scan(text: str, span: Span, is_valid: Callable[[str, IslandKind], bool]) -> list[Found]:
    """All islands between two offsets, in order.

    Args:
        text: the whole file.
        span: the part that is a template.
        is_valid: judges an island's text where the delimiters alone leave two readings.
    """
    found: list[Found] = []
    position, end = span
    # Where the last ends of comments and raw blocks stand: behind them there is no use looking.
    last_comment_end = text.rfind("#}", position, end)
    last_raw_end = text.rfind("endraw", position, end)
    while True:
        opener = _OPENER.search(text, position, end)
        if opener is None:
            return found
        start = opener.start()
        if text[start + 1] == "#":
            island = _comment(text, start, end, start < last_comment_end)
        else:
            island = _island(text, start, end, is_valid)
            if island.kind == "statement" and _RAW.fullmatch(text, start, island.span.end):
                island = _raw(text, start, island.span.end, end, start < last_raw_end)
        found.append(island)
        position = max(island.span.end, opener.end())


def _island(text: str, start: int, end: int, is_valid: Callable[[str, IslandKind], bool]) -> Found:
    kind: IslandKind = "output" if text[start + 1] == "{" else "statement"
    plain = _PLAIN_ISLAND.match(text, start, end)
    if plain and "\n" not in plain.group():
        return Found(kind, Span(start, plain.end()), True)
    exact, doubtful = _matching_end(text, start, end, kind)
    if exact is not None and not (doubtful and not is_valid(text[start:exact], kind)):
        return Found(kind, Span(start, exact), True)
    return _first_end(text, start, end, kind)


def _matching_end(  # noqa: C901  # one step of a small automaton for each kind of character
    text: str, start: int, end: int, kind: IslandKind
) -> tuple[int | None, bool]:
    """Where Jinja would end the island, and whether something in it makes another reading likely."""
    closer = "}}" if kind == "output" else "%}"
    stack: list[str] = []
    doubtful = False
    nested = 0
    position, limit = start + 2, end
    while position < limit:
        match = _INTERESTING.search(text, position, limit)
        if match is None:
            return None, doubtful
        token = match.group()
        position = match.end()
        if not stack and token.endswith(closer):
            return position, doubtful
        character = token[0]
        if character in "'\"":
            string = _STRING.match(text, match.start(), limit)
            if string is None:
                return None, True
            doubtful = doubtful or bool(re.search(r"[{%#][{%#]|[}%#]\}", string.group()))
            position = string.end()
        elif character in "([{":
            following = text[position : position + 1]
            if character == "{" and following in ("%", "#"):
                return None, True
            if character == "{" and following == "{":
                doubtful, nested = True, nested + 1
                limit = min(limit, position + _NESTED_DICT_REACH)
                if nested > _NESTED_DICTS:
                    return None, True
            stack.append(_PARTNER[character])
        elif character in ")]}":
            if not stack or stack.pop() != character:
                return None, True
            position = match.start() + 1
        elif character == "#":
            return None, True
        else:  # an operator, or a closing delimiter inside brackets: only its first character counts
            position = match.start() + 1
    return None, doubtful


def _first_end(text: str, start: int, end: int, kind: IslandKind) -> Found:
    """The nearest closing delimiter before the next opener; without one the island ends with its line."""
    closer = "}}" if kind == "output" else "%}"
    following = _OPENER.search(text, start + 2, end)
    limit = following.start() if following else end
    at = text.find(closer, start + 2, limit)
    if at >= 0:
        return Found(kind, Span(start, at + 2), True)
    line_end = _LINE_END.search(text, start, limit)
    return Found(kind, Span(start, line_end.start() if line_end else limit), False)


def _comment(text: str, start: int, end: int, closes: bool) -> Found:
    at = text.find("#}", start + 2, end) if closes else -1
    if at >= 0:
        return Found("comment", Span(start, at + 2), True)
    line_end = _LINE_END.search(text, start, end)
    return Found("comment", Span(start, line_end.start() if line_end else end), False)


def _raw(text: str, start: int, inner: int, end: int, closes: bool) -> Found:
    close = _END_RAW.search(text, inner, end) if closes else None
    if close is None:
        return Found("raw", Span(start, inner), False)
    return Found("raw", Span(start, close.end()), True)
