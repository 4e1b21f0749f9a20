"""The rule unknown-filter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.promptfoo.variables import filters_of_tests
from promptwell.language.syntax.templates.jinja.dialects import dialect
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Call, SemanticModel


class UnknownFilter(Rule):
    """A filter that does not exist.

    ## What it does

    Reports a filter that neither Jinja, nor the template's dialect, nor the setting `filters`
    knows.

    | the template | severity |
    |---|---|
    | `.prompty`: the renderer has Jinja's own filters only and refuses the prompt | error |
    | the same inside an `if`: it is refused once rendering gets there | warning |
    | any other, and the name looks like a slip | information |
    | any other: the application may have registered the filter | hint |

    ## Why is this bad?

    Jinja refuses a template with an unknown filter, the whole of it.

    ## Example

    ```jinja
    {{ title | uper }}
    ```

    ```jinja
    {{ title | upper }}
    ```

    ## Fix

    Where a known filter comes near, the fix writes that one. It is unsafe: it is a guess.

    ## Options

    `filters`: filters that your application registers. Those under `nunjucksFilters` in promptfoo's
    settings are known where promptfoo tests the prompt.
    """

    group = "variables"
    severity = "error"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the filters that nobody knows."""
        known = dialect(model.document.dialect)
        names = known.filters | context.settings.filters
        unknown = [each for each in model.calls if each.kind == "filter" and each.name not in names]
        if unknown and not known.closed:
            names |= filters_of_tests(context.project, model.document.path)
        for call in unknown:
            if call.name not in names:
                yield unknown_call(model, call, names, known.closed)


def unknown_call(model: SemanticModel, call: Call, names: frozenset[str], closed: bool) -> Finding:
    """The finding for a filter or test whose name is unknown."""
    near = nearest(call.name, (name for name in names if abs(len(name) - len(call.name)) <= 2))
    severity: Severity = "information" if near else "hint"
    if closed:
        severity = "warning" if _is_conditional(model, call) else "error"
    message = f"no {call.kind} is called `{call.name}`"
    fixes: tuple[Fix, ...] = ()
    if near:
        message += f"; did you mean `{near}`?"
        fixes = (Fix(f"Change to `{near}`", (TextEdit(call.span, near),), safe=False),)
    elif not closed:
        message += ": if your application registers it, name it in the settings"
    return Finding(call.span, message, fixes, severity=severity)


def _is_conditional(model: SemanticModel, call: Call) -> bool:
    """Whether Jinja looks the name up only when it gets there: inside `if`, and `a if b else c`."""
    around = [
        block.tag for block in model.document.template.blocks() if block.span.covers(call.span)
    ]
    if around and around[-1] == "if":
        return True
    return any(
        part.kind == "conditional" and call.island.absolute(part.span).covers(call.span)
        for expression in call.island.parsed.expressions
        for part in expression.walk()
    )
