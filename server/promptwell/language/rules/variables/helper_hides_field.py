"""The rule helper-hides-field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.handlebars.vocabulary import vocabulary_of
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import Call, SemanticModel


class HelperHidesField(Rule):
    """A field that has a helper's name, so that the helper is called in its stead.

    ## What it does

    Reports `{{role}}`, `{{section}}`, `{{json}}` and their like without a value in a Handlebars template,
    for the helpers of the tool that renders it: the author means a field of that name. `{{history}}` is
    reported only where the schema has such an input.

    ## Why is this bad?

    A helper goes before a field of the same name. `{{role}}` begins a message whose role is
    nonsense, or nothing is written.

    ## In real files

    2 of 39 samples of Dotprompt's own list a team by `{{name}} ({{role}})`. Dotprompt's package writes empty
    brackets behind each name.

    ## Example

    ```yaml path=team.prompt
    {{#each members}}
    - {{name}} ({{role}})
    {{/each}}
    ```

    ```yaml path=team.prompt
    {{#each members}}
    - {{name}} ({{this.role}})
    {{/each}}
    ```

    ## Fix

    Writes `this.` before the name. It is unsafe: it changes what the prompt says.
    """

    group = "variables"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the helpers that are called without a value."""
        if model.document.engine != "handlebars":
            return
        helpers = vocabulary_of(model.document).helpers
        for call in model.calls:
            island = call.island
            helper = helpers.get(call.name)
            if helper is None or call.arguments or helper.is_block or island.kind != "output":
                continue
            if not helper.bare or call.name in model.declared:
                yield _finding(call)


def _finding(call: Call) -> Finding:
    message = (
        f"`{call.name}` is the helper here, not a field: a field is written `this.{call.name}`"
    )
    edit = TextEdit(Span(call.span.start, call.span.start), "this.")
    return Finding(call.span, message, (Fix(f"Change to `this.{call.name}`", (edit,), safe=False),))
