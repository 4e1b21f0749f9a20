"""Tokens inside one island, exactly where they stand."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

TokenKind = Literal["name", "integer", "float", "string", "operator", "error"]

# The same lexical rules as Jinja's own lexer, with places kept. A quote without its partner,
# or a character that Jinja refuses, becomes an `error` token instead of ending the reading.
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<float>(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+\-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+))
    |(?P<integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*)
    |(?P<name>\w+)
    |(?P<string>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<operator>\*\*|//|==|!=|>=|<=|[-+/*%~\[\](){}><=.:|,;])
    |(?P<error>.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: its kind, its text and its range."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens between two offsets, white space left out."""
    return [
        Token(match.lastgroup, match.group(), match.start(), match.end())  # type: ignore[arg-type]
        for match in _TOKEN.finditer(text, start, end)
        if match.lastgroup != "space"
    ]
