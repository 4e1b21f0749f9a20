"""The holes `{{name}}` of files whose template language is read no further."""

from __future__ import annotations

import re

from promptwell.language.syntax.templates.jinja.tree import Expression, Island, Parsed, Template
from promptwell.language.text.source import Span

_HOLE = re.compile(r"\{\{\s*(?P<path>[^\W\d]\w*(?:\.\w+)*)\s*\}\}")
_NAME = re.compile(r"\w+")
_WORDS = frozenset({"else", "endif", "endfor"})


def parse_double_braces(text: str, span: Span) -> Template:
    """The names in double braces between two offsets; all else is text."""
    islands = tuple(
        _hole(match)
        for match in _HOLE.finditer(text, span.start, span.end)
        if match["path"] not in _WORDS
    )
    return Template(span, islands, islands)


def _hole(match: re.Match[str]) -> Island:
    base = match.start()
    expression: Expression | None = None
    for part in _NAME.finditer(match.string, *match.span("path")):
        place = Span(part.start() - base, part.end() - base)
        if expression is None:
            expression = Expression("name", place, part.group(), (), place)
        else:
            whole = Span(expression.span.start, place.end)
            expression = Expression("attribute", whole, part.group(), (expression,), place)
    expressions = (expression,) if expression else ()
    return Island("output", Span(*match.span()), Parsed(expressions=expressions))
