"""Which variables prompts under test use, and which of them their tests give a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from promptwell.language.semantics.model import SemanticModel, Use
from promptwell.language.semantics.paths import folder_of, join
from promptwell.language.semantics.promptfoo.join import JoinedSuite
from promptwell.language.syntax.detect import owned
from promptwell.language.syntax.templates.jinja.dialects import STANDARD_GLOBALS
from promptwell.language.text.globs import matches

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project

GIVEN = STANDARD_GLOBALS | {"env", "context", "prompt", "sessionId", "_conversation", "__outputs"}
"""Names that promptfoo and Nunjucks give a value themselves."""


NUNJUCKS_FILTERS = frozenset({"dump", "nl2br"})
"""Filters that Nunjucks has, with which promptfoo renders, and Jinja has not."""


def given_by_tests(project: Project, path: str) -> frozenset[str]:
    """The names to which promptfoo gives a value where it tests a prompt; none where it doesn't."""
    suites = project.suites_of(path)
    supplied = {name for each in suites for name in each.supplied}
    return GIVEN | supplied if suites else frozenset()


def filters_of_tests(project: Project, path: str) -> frozenset[str]:
    """The filters that promptfoo knows where it tests a prompt; none where it doesn't."""
    suites = project.suites_of(path)
    named = {name for each in suites for name in each.suite.filters}
    return NUNJUCKS_FILTERS | named if suites else frozenset()


def variables_of(project: Project, model: SemanticModel) -> dict[str, list[Use]]:
    """The inputs that a prompt and its partials use; those in partials alone have no uses here."""
    found: dict[str, list[Use]] = {}
    for use in model.free_uses:
        found.setdefault(use.name, []).append(use)
    for name in project.inherited_uses(model.document.path):
        found.setdefault(name, [])
    return {name: uses for name, uses in found.items() if name not in GIVEN}


def tested_prompts(project: Project, suite: JoinedSuite) -> list[str] | None:
    """The files of the prompts under test; None where there may be others than those."""
    folder = folder_of(suite.path)
    found: dict[str, None] = {}
    complete = True
    for each in suite.suite.prompts:
        target = join(folder, each.target)
        if each.kind == "file":
            found[target] = None
        elif each.kind == "glob":
            known = [path for path in project.paths if matches(target, path)]
            found.update(dict.fromkeys(known))
            # Only files with a name of ours are all known.
            complete = complete and bool(known) and owned(f"/x{_suffix(each.target)}")
        elif each.kind == "unknown":
            complete = False
    return list(found) if complete else None


def known_prompts(project: Project, suite: JoinedSuite) -> list[str]:
    """Those files of the prompts under test that are known to exist."""
    return [
        path
        for path in dict.fromkeys([*project.paths, *_named(suite)])
        if suite.tests_prompt(path) and project.index.exists(path)
    ]


def variables_used(project: Project, suite: JoinedSuite) -> set[str] | None:
    """The names that the prompts under test use; None where it can't be known."""
    paths = tested_prompts(project, suite)
    if paths is None:
        return None
    names = {use.name for each in suite.suite.prompts for use in each.uses}
    for path in paths:
        model = project.model(path)
        if model is None or _brings_in_unknown(project, model):
            return None
        names.update(variables_of(project, model))
        # A tag that is being typed may become the use.
        if any(problem.rule == "template-syntax" for problem in model.document.problems):
            return None
    return names


def names_elsewhere(project: Project, suite: JoinedSuite, names: Iterable[str]) -> set[str]:
    """Those of some names that assertions, transforms or other values of the settings mention."""
    texts = [suite.suite.words]
    for other in suite.suite.others:
        text = project.files.read(join(folder_of(suite.path), other))
        if text is None:
            return set(names)
        texts.append(text)
    words = {word for text in texts for word in re.findall(r"\w+", text)}
    return {name for name in names if name in words}


def _named(suite: JoinedSuite) -> list[str]:
    folder = folder_of(suite.path)
    return [join(folder, each.target) for each in suite.suite.prompts if each.kind == "file"]


def _suffix(path: str) -> str:
    return f".{path.rpartition('.')[2]}"


def _brings_in_unknown(project: Project, model: SemanticModel) -> bool:
    return any(
        reference.dynamic or project.resolve(model.document.path, reference) is None
        for reference in model.references
        if reference.kind in ("include", "import", "from", "extends", "partial")
    )
