"""The placeholders of GitHub Models: `{{name}}`, put in as it stands and without blanks.

Its readers replace what the pattern below matches and nothing else: `{{ name }}` with blanks goes to
the model as it is written.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Island, Template
from promptwell.language.syntax.templates.placeholders.holes import hole, template_of
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

RULE = "spaced-placeholder"

_HOLE = re.compile(r"\{\{(?P<name>[\w.-]+)\}\}", re.ASCII)
_SPACED = re.compile(
    r"\{\{(?=[ \t])[ \t]*(?P<name>[\w.-]+)[ \t]*\}\}|\{\{(?P<late>[\w.-]+)[ \t]+\}\}"
)
_HALF = re.compile(r"\{\{(?P<name>[\w.-]*)(?=[ \t]*(?:\r|\n|\Z))")

GIVEN = frozenset({"completion"})
"""What the evaluators are given besides the test's own values."""


def parse_github_models(text: str, span: Span, *, given: frozenset[str] = frozenset()) -> Template:
    """The placeholders between two offsets; `given` are names that the tool supplies itself."""
    if "{{" not in text[span.start : span.end]:
        return template_of(span, ())
    islands: list[Island] = []
    for match in _HOLE.finditer(text, span.start, span.end):
        name = match["name"]
        place = Span(*match.span("name"))
        islands.append(hole(Span(*match.span()), name, place, asked=name in given))
    for match in _HALF.finditer(text, span.start, span.end):
        name = match["name"]
        place = Span(*match.span("name"))
        islands.append(hole(Span(*match.span()), name, place, asked=True, closed=False))
    islands.sort(key=lambda island: island.span)
    problems = [_spaced(match) for match in _SPACED.finditer(text, span.start, span.end)]
    return template_of(span, islands, problems)


def _spaced(match: re.Match[str]) -> Problem:
    name = match["name"] or match["late"]
    whole = Span(*match.span())
    message = f"`{match.group()}` stays as it is: only `{{{{{name}}}}}` without blanks is replaced"
    fix = ("Remove the blanks", (TextEdit(whole, f"{{{{{name}}}}}"),))
    return Problem(RULE, whole, message, fix=fix)
