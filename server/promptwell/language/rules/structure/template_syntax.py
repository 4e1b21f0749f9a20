"""The rule template-syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, ProblemRule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class TemplateSyntax(ProblemRule):
    """A place where the template is not valid Jinja.

    ## What it does

    Reports every fault inside `{{ }}` and `{% %}`: a missing operand, an unknown tag, a
    delimiter that is not closed, an operator that Jinja doesn't have. All faults of a file are
    reported, not only the first, and the message is Jinja's own.

    Tags that an application registers itself are named in the setting `tags`; until then an unknown
    tag in a plain template is information, not an error.

    ## Why is this bad?

    Jinja refuses the whole template. The prompt can't be rendered until the fault is mended.

    ## In real files

    3 of 39 samples of Dotprompt's own have such a fault, whose package refuses all 3; one asks `{{#if age >= 18}}`,
    which Handlebars doesn't know. None of 2,300 files of whole repositories has one.

    ## Example

    ```jinja
    Hello {{ user.name | }}, you have {{ count + }} messages.
    ```

    ```jinja
    Hello {{ user.name | title }}, you have {{ count + 1 }} messages.
    ```

    ## Options

    `tags`: names of tags that your application's extensions add.
    """

    group = "structure"
    severity = "error"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the faults, save for tags that the settings name, and the ends of these."""
        known = context.settings.tags
        for finding in super().check(model, context):
            word = model.document.source.slice(finding.span)
            if word not in known and word.removeprefix("end") not in known:
                yield finding
