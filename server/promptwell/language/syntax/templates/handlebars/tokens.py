"""The words between the braces of a Handlebars tag, in linear time."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from promptwell.language.text.source import Span

TokenKind = Literal[
    "id",
    "separator",  # `.` or `/` between the parts of a path
    "data",  # the `@` of `@index`
    "string",
    "number",
    "literal",  # true, false, null, undefined
    "open",
    "close",
    "equals",
    "as",  # `as |`
    "pipe",
    "error",
]

_BLANK = re.compile(r"\s*")
_TOKEN = re.compile(
    r"""(?P<as>as\s+\|)|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?=[=~}\s/.)|\]]|\Z))
    |(?P<literal>(?:true|false|null|undefined)(?=[~}\s)\]]|\Z))
    |(?P<id>\.\.|\.(?=[~}\s/.)|\]]|\Z)|[^\s!"#%-,./;->@\[-^`{-~]+)
    |(?P<separator>[./])|(?P<data>@)|(?P<open>\()|(?P<close>\))|(?P<equals>=)|(?P<pipe>\|)
    |(?P<error>[<>=!&|+*%^]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_CLOSINGS = {"}}": re.compile(r"~?\}\}"), "}}}": re.compile(r"\}~?\}\}")}
_CLOSERS = {'"': '"', "'": "'", "[": "]"}


class Token(NamedTuple):
    """One word, with its place in the file."""

    kind: TokenKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Inside(NamedTuple):
    """What stands between the braces of one tag: its words, where they and the tag end, whether it is closed."""

    tokens: list[Token]
    end: int
    stop: int
    closed: bool


class Finder:
    """Finds the next place of a text from an offset on. Asked in growing order it reads a file once."""

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._known: dict[str, tuple[int, int]] = {}

    def find(self, wanted: str, start: int) -> int:
        """The first place at or behind an offset, -1 where there is none."""
        asked, found = self._known.get(wanted, (self._end + 1, -1))
        if asked <= start and (found < 0 or start <= found):
            return found
        found = self._text.find(wanted, start, self._end)
        self._known[wanted] = (start, found)
        return found

    def line_end(self, start: int) -> int:
        """The end of the line of an offset, its line break not counted."""
        places = (self.find("\n", start), self.find("\r", start))
        return min((each for each in places if each >= 0), default=self._end)


def read_inside(text: str, start: int, closing: str, finder: Finder, limit: int) -> Inside:
    """The words from behind the opening braces up to the closing ones, `}}` or `}}}`.

    A tag that runs into the next `{{`, or on a later line into what can be no word, is not closed.
    """
    tokens: list[Token] = []
    position = start
    first_line = finder.line_end(start)
    while True:
        blank = _BLANK.match(text, position, limit)
        position = blank.end() if blank else position
        if position >= limit:
            return Inside(tokens, limit, limit, False)
        close = _CLOSINGS[closing].match(text, position, limit)
        if close is not None:
            return Inside(tokens, position, close.end(), True)
        if text.startswith("{{", position) or text.startswith("}}", position):
            return Inside(tokens, position, position, False)
        token = _token(text, position, finder, limit)
        if token.kind == "error" and position > first_line:
            return Inside(tokens, position, position, False)
        tokens.append(token)
        position = token.end


def _token(text: str, start: int, finder: Finder, limit: int) -> Token:
    opener = text[start]
    if opener in _CLOSERS:
        end = _closed(text, start, _CLOSERS[opener], finder)
        if end < 0:
            return Token("error", start, start + 1)
        return Token("id" if opener == "[" else "string", start, end)
    match = _TOKEN.match(text, start, limit)
    if match is None or match.lastgroup is None:
        return Token("error", start, start + 1)
    return Token(match.lastgroup, start, match.end())  # type: ignore[arg-type]


def _closed(text: str, start: int, closer: str, finder: Finder) -> int:
    """The end of a text in quotes or of a part in brackets; -1 where it is never closed."""
    position = start + 1
    while True:
        found = finder.find(closer, position)
        if found < 0 or text[found - 1] != "\\" or found == start + 1:
            return found + 1 if found >= 0 else -1
        position = found + 1
