"""What is told above a file's lines, with the places behind it: how many tests a prompt has."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.features.location import Location
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span

_START = Span(0, 0)


class Lens(NamedTuple):
    """A few words above a line, and the places that they are about."""

    span: Span
    title: str
    places: tuple[Location, ...]


def lenses(project: Project, model: SemanticModel) -> list[Lens]:
    """The lenses of a file: `4 tests` above a prompt that promptfoo's settings name."""
    suites = project.suites_of(model.document.path)
    if not suites:
        return []
    count = sum(suite.count for suite in suites)
    more = "+" if any(suite.unknown for suite in suites) else ""
    places = dict.fromkeys(Location(*place) for suite in suites for place in suite.tests_here())
    return [Lens(_START, _tests(count, more), tuple(places))]


def _tests(count: int, more: str) -> str:
    if not count:
        return "tests" if more else "no tests"
    return f"{count}{more} test{'' if count == 1 and not more else 's'}"
