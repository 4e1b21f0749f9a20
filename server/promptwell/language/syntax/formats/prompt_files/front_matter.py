"""The front matter of a `.prompt` file: lines that begin with `#` may stand before it."""

from __future__ import annotations

import re

from promptwell.language.syntax.front_matter import (
    FrontMatterReading,
    read_between,
    read_unclosed,
)
from promptwell.language.text.source import Span

_OPENING = re.compile(r"\ufeff?(?:(?:#[^\n]*|[ \t\r]*)\n)*(?P<mark>---)[ \t]*(?P<end>\r\n|\n|\r)")
_CLOSING = re.compile(r"^(?P<mark>---)[ \t]*(?P<end>\r\n|\n|\r|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(r"\s*(?:[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|\r|\n|\Z)|#|---)")


def read_prompt_front_matter(text: str) -> FrontMatterReading:
    """The front matter between two lines `---`; a first line `---` that none follows is reported.

    Never raises. Without front matter the whole file is the template, lines with `#` included.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatterReading(None, 0)
    start = opening.end()
    mark = Span(*opening.span("mark"))
    closing = _CLOSING.search(text, start)
    if closing is None:
        if not _KEY_LINE.match(text, start):
            return FrontMatterReading(None, 0)
        return read_unclosed(text, mark, start)
    content = Span(start, closing.start())
    found = read_between(text, mark.start, content, closing.end("mark"))
    return found._replace(body=closing.end())
