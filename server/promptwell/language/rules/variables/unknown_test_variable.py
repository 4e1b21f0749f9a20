"""The rule unknown-test-variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.semantics.declarations import name_place
from promptwell.language.semantics.promptfoo.suite import is_suite
from promptwell.language.semantics.promptfoo.variables import (
    GIVEN,
    known_prompts,
    names_elsewhere,
    variables_used,
)
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.semantics.project import Project

_MOST_RELATED = 5


class UnknownTestVariable(Rule):
    """A variable that a test supplies and no prompt under test uses.

    ## What it does

    Reports a key of `vars` in promptfoo's settings that occurs in none of the settings' prompts, and
    that no assertion, transform or other value mentions. In a managed prompt, reports what a row
    under `metadata.tests` gives as an input, and the prompt neither declares nor uses.

    The rule is silent where a prompt comes from a program or a service, can't be read, or
    includes a file that isn't there.

    ## Why is this bad?

    The value never reaches the model. Most often the variable was renamed in the prompt, or
    its name is misspelled here, and the test tries out less than it seems to.

    ## Example

    ```yaml path=promptfooconfig.yaml
    prompts:
      - "Explain {{topic}} to {{audience}}."
    tests:
      - vars: {topic: rain, audiense: children}
    ```

    ```yaml path=promptfooconfig.yaml
    prompts:
      - "Explain {{topic}} to {{audience}}."
    tests:
      - vars: {topic: rain, audience: children}
    ```

    ## Fix

    Where a prompt uses nearly this name, the fix writes that. It is unsafe: it is a guess.
    """

    group = "variables"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the keys that give values to nothing."""
        project = context.project
        if not is_suite(model.document):
            yield from _in_rows(model, project)
            return
        suite = project.suite(model.document.path)
        used = variables_used(project, suite) if suite and suite.suite.variables else None
        if suite is None or used is None:
            return
        unknown = [
            each
            for each in suite.suite.variables
            if each.name not in used and each.name not in GIVEN
        ]
        if not unknown:
            return
        elsewhere = names_elsewhere(project, suite, [each.name for each in unknown])
        given = {each.name for each in suite.suite.variables}
        related = tuple(
            Related(Span(0, 0), "this prompt is tested, and does not use it", path)
            for path in known_prompts(project, suite)[:_MOST_RELATED]
        )
        for each in unknown:
            if each.name in elsewhere:
                continue
            near = nearest(each.name, used - given) or nearest(each.name, used)
            hint = f"; did you mean `{near}`?" if near else ""
            fixes: tuple[Fix, ...] = ()
            if near:
                title = f"Change to `{near}`"
                fixes = (Fix(title, (TextEdit(each.span, near),), safe=False),)
            message = f"no prompt under test uses `{each.name}`{hint}"
            yield Finding(each.span, message, fixes, related)


def _in_rows(model: SemanticModel, project: Project) -> Iterator[Finding]:
    """The inputs of a prompt's own tests that are none of the prompt."""
    document = model.document
    declared = {each.name for each in model.declarations if each.origin == "inputs"}
    tests = document.root.get("metadata", "tests") if declared else None
    rows = [row.get("inputs") for row in tests.items] if tests is not None else []
    given = [entry for row in rows if row is not None for entry in row.entries]
    if all(each.name in declared for each in given):
        return
    used = {use.name for use in model.uses} | set(project.inherited_uses(document.path))
    for each in given:
        if each.name not in declared and each.name not in used:
            near = nearest(each.name, declared)
            hint = f"; did you mean `{near}`?" if near else ""
            place = name_place(document, each.key)
            fixes: tuple[Fix, ...] = ()
            if near:
                edit = TextEdit(place, near)
                fixes = (Fix(f"Change to `{near}`", (edit,), safe=False),)
            yield Finding(place, f"the prompt has no input `{each.name}`{hint}", fixes)
