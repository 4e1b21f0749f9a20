"""Where the links of a Markdown text lead: `[text](target)`, pictures left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.text.source import Span

# One level of brackets in the words, one of parentheses in the target; both on one line. The literal
# in front makes it eight times as fast as a pattern that also takes in the `!` of a picture.
_LINK = re.compile(
    r"\[(?:[^\[\]\r\n]|\[[^\[\]\r\n]*\])*\]"
    r"\([ \t]*(?:<(?P<angled>[^<>\r\n]*)>|(?P<bare>(?:[^\s()]|\([^\s()]*\))+))"
    r"(?:[ \t]+(?:\"[^\"\r\n]*\"|'[^'\r\n]*'))?[ \t]*\)"
)


class MarkdownLink(NamedTuple):
    """A link: the whole of it, and its target as written."""

    span: Span
    target: Span


def markdown_links(text: str, span: Span) -> Iterator[MarkdownLink]:
    """The links between two offsets, in order; whether they stand in code is not asked."""
    for match in _LINK.finditer(text, span.start, span.end):
        group = "angled" if match["angled"] is not None else "bare"
        if not text.startswith("!", max(match.start() - 1, span.start)):
            yield MarkdownLink(Span(*match.span()), Span(*match.span(group)))
