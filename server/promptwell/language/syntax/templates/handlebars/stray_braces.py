"""Closing braces in the text that no tag opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Island
from promptwell.language.text.source import Span

_BRACES = re.compile(r"\{|\}\}|\}")


def stray_braces(text: str, span: Span, islands: Sequence[Island]) -> Iterator[Problem]:
    """Each `}}` of the text to which no two `{` of the text belong, as they do in JSON.

    Handlebars writes it as text; mostly the opening braces of a tag are missing before it.
    """
    if any(not island.closed for island in islands):
        return  # the braces are those of a tag that is being typed
    depth = 0
    position = span.start
    gaps = [(each.span.start, each.span.end) for each in islands]
    for end, following in (*gaps, (span.end, span.end)):
        for match in _BRACES.finditer(text, position, end):
            braces = match.group()
            if braces == "}}" and depth == 0:
                message = "these braces close nothing: they are written as text"
                yield Problem("stray-end", Span(*match.span()), message, accepted=True)
            depth = depth + 1 if braces == "{" else max(0, depth - len(braces))
        position = following
