"""The rule unknown-test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.variables.unknown_filter import unknown_call
from promptwell.language.syntax.templates.jinja.dialects import dialect

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class UnknownTest(Rule):
    """A test that does not exist.

    ## What it does

    Reports a test (`{% if x is ... %}`) that neither Jinja, nor the template's dialect, nor the
    setting `tests` knows. The severity is that of `unknown-filter`: an error in a `.prompty` file, whose
    renderer has Jinja's own tests only, a warning there inside an `if`; elsewhere information where
    the name looks like a slip, and a hint where the application may have registered the test.

    ## Why is this bad?

    Jinja refuses a template with an unknown test, the whole of it.

    ## Example

    ```jinja
    {% if history is define %}{{ history }}{% endif %}
    ```

    ```jinja
    {% if history is defined %}{{ history }}{% endif %}
    ```

    ## Fix

    Where a known test comes near, the fix writes that one. It is unsafe: it is a guess.

    ## Options

    `tests`: tests that your application registers.
    """

    group = "variables"
    severity = "error"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the tests that nobody knows."""
        known = dialect(model.document.dialect)
        names = known.tests | context.settings.tests
        for call in model.calls:
            if call.kind == "test" and call.name not in names:
                yield unknown_call(model, call, names, known.closed)
