"""Opening and closing tags in the text of a message: `<context>` and `</context>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*)(?:\s[^<>]*)?>")
_FARTHEST = 20


class TagPair(NamedTuple):
    """The places of a tag's name, where it opens and where it closes."""

    opening: Span
    closing: Span


def tag_pairs(document: PromptDocument, span: Span) -> Iterator[TagPair]:
    """The tags that open and close in a range, inner ones before those around them.

    A tag that nothing closes is passed over; one inside a template tag is none.
    """
    opened: list[tuple[str, Span]] = []
    for match in _TAG.finditer(document.text, span.start, span.end):
        if match[0].endswith("/>") or document.template.island_at(match.start() + 1):
            continue
        name, place = match["name"], Span(*match.span("name"))
        if not match["close"]:
            opened.append((name, place))
            continue
        for index in range(len(opened) - 1, max(-1, len(opened) - _FARTHEST), -1):
            if opened[index][0] == name:
                yield TagPair(opened[index][1], place)
                del opened[index:]
                break
