"""The rule unknown-helper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext, Severity
from promptwell.language.semantics.handlebars.vocabulary import HELPERS
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Call, SemanticModel


class UnknownHelper(Rule):
    """A Handlebars helper that Dotprompt does not bring along.

    ## What it does

    Reports a helper that is neither one of Handlebars (`if`, `each`, `with` ...), nor one of Dotprompt
    (`role`, `json`, `media` ...), nor named in the setting `globals`. It is information where the
    name looks like a slip, else a hint: the application may define the helper in its code.

    ## Why is this bad?

    Dotprompt does not render a prompt with a helper that nobody defines.

    ## Example

    ```yaml path=report.prompt
    ---
    input:
      schema: {report: any}
    ---
    {{jsn report}}
    ```

    ```yaml path=report.prompt
    ---
    input:
      schema: {report: any}
    ---
    {{json report}}
    ```

    ## Fix

    Where a known helper comes near, the fix writes that one. It is unsafe: it is a guess.

    ## Options

    `globals`: helpers that your application defines.
    """

    group = "structure"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the calls of helpers that nobody knows."""
        if model.document.engine != "handlebars":
            return
        known = HELPERS.keys() | context.settings.globals
        for call in model.calls:
            if call.kind == "function" and call.name not in known:
                yield _finding(call, known)


def _finding(call: Call, known: set[str]) -> Finding:
    near = nearest(call.name, known)
    severity: Severity | None = "information" if near else None
    if near is None:
        message = f"`{call.name}` is no helper of Dotprompt: your application has to define it"
        return Finding(call.span, message, severity=severity)
    message = f"`{call.name}` is no helper of Dotprompt; did you mean `{near}`?"
    fix = Fix(f"Change to `{near}`", (TextEdit(call.span, near),), safe=False)
    return Finding(call.span, message, (fix,), severity=severity)
