"""Placeholders as the islands that templates have: a hole for the value of one name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.templates.jinja.tree import Expression, Island, Parsed, Template
from promptwell.language.text.source import Span


def hole(
    whole: Span, name: str, place: Span, *, asked: bool = False, closed: bool = True
) -> Island:
    """An output of one name.

    Args:
        whole: the placeholder with its delimiters.
        name: the bare name.
        place: where the name stands.
        asked: whether somebody else gives the value, so that nobody has to declare the name.
        closed: whether the closing delimiter is there.
    """
    within = place.shift(-whole.start)
    expression = Expression("name", within, name, (), within)
    if asked:
        expression = with_default(expression)
    return Island("output", whole, Parsed(expressions=(expression,)), closed)


def with_default(expression: Expression) -> Expression:
    """A value that may be missing: as Jinja's `default` would have it."""
    after = Span(expression.span.end, expression.span.end)
    return Expression("filter", expression.span, "default", (expression,), after)


def template_of(
    span: Span, islands: Iterable[Island], problems: Iterable[Problem] = ()
) -> Template:
    """A template without blocks."""
    found = tuple(islands)
    return Template(span, found, found, tuple(problems))


def joined(templates: Iterable[Template], whole: Span) -> Template:
    """The templates of several texts, in order, as one."""
    each = list(templates)
    return Template(
        whole,
        tuple(island for template in each for island in template.islands),
        tuple(node for template in each for node in template.children),
        tuple(problem for template in each for problem in template.problems),
    )


def dotted(base: int, written: str, start: int) -> Iterator[tuple[str, Span]]:
    """The names of `user.name` with their places, counted from `base`."""
    position = start
    for part in written.split("."):
        yield part, Span(position - base, position - base + len(part))
        position += len(part) + 1


def chain(base: int, written: str, start: int) -> Expression:
    """`user.name` as a name and its attributes."""
    found: Expression | None = None
    for name, place in dotted(base, written, start):
        if found is None:
            found = Expression("name", place, name, (), place)
        else:
            found = Expression(
                "attribute", Span(found.span.start, place.end), name, (found,), place
            )
    assert found is not None  # a text split at dots has one part at least
    return found
