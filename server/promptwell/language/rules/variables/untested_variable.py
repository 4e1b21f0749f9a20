"""The rule untested-variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.semantics.promptfoo.variables import variables_of
from promptwell.language.text.counted import counted
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_MOST_RELATED = 5


class UntestedVariable(Rule):
    """A variable that no promptfoo test of the prompt gives a value.

    ## What it does

    Reports a variable of a prompt that promptfoo tests, where none of the tests supplies it: neither
    `vars` of a test, nor `defaultTest`, scenarios, or a file of tests. An input with a default, and
    a variable that the prompt can do without (`{{ tone | default("kind") }}`), are not reported.

    The rule is silent where tests come from a program, a table on the web or a file that can't be
    read, and for prompts without tests.

    ## Why is this bad?

    Promptfoo puts nothing in the variable's place and goes on. The tests then try out a prompt that
    nobody will ever send.

    ## Example

    ```yaml
    # promptfooconfig.yaml
    prompts: [file://answer.j2]
    tests:
      - vars: {question: What is a prompt?}
    ```

    ```jinja
    Answer for {{ audience }}: {{ question }}
    ```

    ## Fix

    Give the variable a value in the tests, or in `defaultTest` for all of them.
    """

    group = "variables"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the variables that no test supplies, each at its first place."""
        project = context.project
        suites = [each for each in project.suites_of(model.document.path) if each.count]
        if not suites or any(each.unknown or each.computed for each in suites):
            return
        supplied = {name for each in suites for name in each.supplied}
        for name, uses in variables_of(project, model).items():
            declaration = model.declared.get(name)
            optional = any(use.guarded for use in uses) or (
                declaration is not None and declaration.has_default
            )
            span = uses[0].span if uses else declaration.name_span if declaration else None
            if name in supplied or optional or span is None:
                continue
            near = nearest(name, supplied)
            hint = f"; they have `{near}`" if near else ""
            related = tuple(
                Related(
                    each.tests_here()[0].span,
                    f"{_tests(each.count)} of this prompt, none with `{name}`",
                    each.tests_here()[0].path,
                )
                for each in suites[:_MOST_RELATED]
            )
            yield Finding(span, f"no test gives `{name}` a value{hint}", (), related)


def _tests(count: int) -> str:
    return counted(count, "test")
