"""Template text to a tree. Never raises; every fault is reported, not only the first."""

from __future__ import annotations

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.blocks import BlockNester
from promptwell.language.syntax.templates.jinja.dialects import Dialect
from promptwell.language.syntax.templates.jinja.islands import is_valid, read_island
from promptwell.language.syntax.templates.jinja.scanner import scan
from promptwell.language.syntax.templates.jinja.tree import Island, Template
from promptwell.language.text.source import Span


def parse_template(text: str, span: Span, dialect: Dialect) -> Template:
    """The template between two offsets of a file, with places in the whole file.

    Args:
        text: the whole file.
        span: where the template stands in it.
        dialect: the tags that its owner knows.
    """
    islands: list[Island] = []
    problems: list[Problem] = []
    for kind, place, closed in scan(text, span, is_valid):
        parsed = read_island(text[place.start : place.end], kind, closed, dialect)
        islands.append(Island(kind, place, parsed, closed))
        if parsed.problems:
            problems.extend(problem.shift(place.start) for problem in parsed.problems)
            if kind == "comment" and place == (span.end - 2, span.end):
                # Jinja itself lets a `{#` pass that is the very last thing in a template.
                problems[-1] = problems[-1]._replace(accepted=True)
    nester = BlockNester(dialect, span)
    children = nester.nest(islands)
    problems.extend(nester.problems)
    problems.sort(key=lambda problem: problem.span)
    return Template(span, tuple(islands), children, tuple(problems))
