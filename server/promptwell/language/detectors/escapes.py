"""Hidden text that JSON writes as escapes (a backslash, `u` and four digits), found where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from promptwell.language.detectors.hidden_text import HiddenText, find_hidden_text
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_ESCAPE = re.compile(
    r"\\(?:u(?P<pair>[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(?P<unit>[0-9a-fA-F]{4})|.)",
    re.DOTALL,
)
_JSON = (".json", ".jsonl", ".jsonc", ".ndjson")
_BEYOND = 1 << 60  # after every offset
_FORMATS = frozenset({"data", "mcp-config"})


def find_hidden_in(document: PromptDocument) -> Iterator[HiddenText]:
    """Runs of hidden characters in a file, in data and settings also those that are written as escapes."""
    text = document.text
    written_out = (
        document.format in _FORMATS and document.path.lower().endswith(_JSON) and "\\u" in text
    )
    if not written_out:
        yield from find_hidden_text(text)
        return
    decoded, places = _decoded(text)
    for hidden in find_hidden_text(decoded):
        start, end = (_source_of(places, offset) for offset in hidden.span)
        yield hidden._replace(span=Span(start, end))


def _decoded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with its escapes resolved, and where each stretch of it begins in both."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = [(0, 0)]
    length = position = 0
    for match in _ESCAPE.finditer(text):
        digits = match["pair"] or match["unit"]
        if digits is None:
            continue
        before, character = text[position : match.start()], _character(digits)
        pieces += (before, character)
        places.append((length + len(before), match.start()))
        length += len(before) + 1
        position = match.end()
        places.append((length, position))
    pieces.append(text[position:])
    return "".join(pieces), places


def _character(digits: str) -> str:
    if len(digits) == 4:
        return chr(int(digits, 16))
    high, low = int(digits[:4], 16), int(digits[6:], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _source_of(places: list[tuple[int, int]], offset: int) -> int:
    decoded, source = places[bisect_right(places, (offset, _BEYOND)) - 1]
    return source + offset - decoded
