"""Variables between prompts and their promptfoo tests: where tests supply them, which prompts use them."""

from __future__ import annotations

from collections.abc import Iterable

from promptwell.language.features.data_keys import data_keys
from promptwell.language.features.location import Location
from promptwell.language.features.markdown import code
from promptwell.language.features.variables import Places, Variable, places_of
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.paths import folder_of, relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.promptfoo.join import JoinedSuite
from promptwell.language.semantics.promptfoo.suite import TestVariable, is_suite
from promptwell.language.semantics.promptfoo.variables import known_prompts
from promptwell.language.text.counted import counted


def variable_at(project: Project, model: SemanticModel, offset: int) -> TestVariable | None:
    """The variable that an offset of promptfoo's settings touches: a key of `vars`, or a use."""
    suite = project.suite(model.document.path) if is_suite(model.document) else None
    if suite is None:
        return None
    uses = (TestVariable(use.name, use.span) for use in suite.suite.uses)
    found = (*suite.suite.variables, *uses)
    return next((each for each in found if each.span.contains(offset)), None)


def supplied_in(project: Project, suite: JoinedSuite, name: str) -> list[Location]:
    """Where tests give a variable a value: keys of `vars`, and of data files."""
    found: list[Location] = []
    for place in suite.supplied.get(name, ()):
        if place.path == suite.path:
            found.append(Location(*place))
            continue
        text = project.files.read(place.path)
        keys = data_keys(text, place.path, name) if text is not None else None
        found += [Location(place.path, span) for span in keys.spans] if keys else []
    return found


def used_in(suite: JoinedSuite, name: str) -> list[Location]:
    """Where the settings themselves use a variable: prompts written there, assertions."""
    return [Location(suite.path, use.span) for use in suite.suite.uses if use.name == name]


def in_tests(project: Project, paths: Iterable[str], name: str) -> list[Location]:
    """All places of a variable of some prompts in the settings and data of their tests."""
    suites = {each.path: each for path in paths for each in project.suites_of(path)}
    return [
        place
        for suite in suites.values()
        for place in (*supplied_in(project, suite, name), *used_in(suite, name))
    ]


def in_prompts(project: Project, suite: JoinedSuite, name: str) -> Places:
    """The places of a variable in the prompts that are tested, and in their partials."""
    places = Places()
    for path in known_prompts(project, suite):
        if path not in places.files:
            places.add(places_of(project, Variable(path, name)))
    return places


def tested_definition(project: Project, model: SemanticModel, offset: int) -> list[Location] | None:
    """What defines a variable of promptfoo's settings: the prompts' declarations.

    Where there are none, a use leads to the tests that supply it, and a test to the first use in
    each prompt. None where no variable is touched.
    """
    variable = variable_at(project, model, offset)
    suite = project.suite(model.document.path)
    if variable is None or suite is None:
        return None
    places = in_prompts(project, suite, variable.name)
    if places.declared:
        return places.declared
    if any(use.span == variable.span for use in suite.suite.uses):
        supplied = supplied_in(project, suite, variable.name)
        if supplied:
            return supplied
    first = {place.path: place for place in reversed(places.used)}
    return list(first.values()) or used_in(suite, variable.name)[:1]


def tested_references(
    project: Project, model: SemanticModel, offset: int, *, declaration: bool
) -> list[Location] | None:
    """All places of a variable of promptfoo's settings; None where no variable is touched."""
    variable = variable_at(project, model, offset)
    suite = project.suite(model.document.path)
    if variable is None or suite is None:
        return None
    places = in_prompts(project, suite, variable.name)
    declared = [*supplied_in(project, suite, variable.name), *places.declared]
    used = [*used_in(suite, variable.name), *places.used]
    return list(dict.fromkeys([*declared, *used] if declaration else used))


def describe_tested(project: Project, model: SemanticModel, variable: TestVariable) -> str:
    """What is known of a variable of promptfoo's settings, as Markdown."""
    suite = project.suite(model.document.path)
    if suite is None:
        return ""
    folder = folder_of(suite.path) or "/"
    places = in_prompts(project, suite, variable.name)
    users = dict.fromkeys(place.path for place in (*places.declared, *places.used))
    used = [code(relative_to(path, folder)) for path in users]
    if any(use.name == variable.name for each in suite.suite.prompts for use in each.uses):
        used.append("a prompt here")
    given = len(supplied_in(project, suite, variable.name))
    lines = [f"{code(variable.name)} — variable of the tests"]
    lines.append(f"Used in {', '.join(used)}." if used else "No prompt known here uses it.")
    lines.append(f"Given a value in {counted(given, 'place')}.")
    return "\n\n".join(lines)
