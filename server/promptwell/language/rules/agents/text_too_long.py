"""The rule text-too-long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import reader_of
from promptwell.language.rules.base import Finding, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class TextTooLong(Rule):
    """A name or description longer than its readers take.

    ## What it does

    Reports texts of the front matter with more characters than the file's tool or specification
    allows: in skills 64 for `name`, 1024 for `description` and 500 for `compatibility`.

    ## Why is this bad?

    Validators refuse the skill. Tools cut the description off or leave the skill out, and what tells
    when to use it usually stands at the end.

    ## Example

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: pdf-forms
    description: Fills in PDF forms. (And so on, for more than 1024 characters.)
    ---
    ```

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: pdf-forms
    description: Fills in PDF forms. Use it when somebody asks for a form to be filled in.
    ---
    ```
    """

    group = "agents"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the texts that are longer than their limit."""
        profile = reader_of(model.document, context.project)
        for limit in profile.limits if profile else ():
            value = model.document.root.get(limit.key)
            text = value.text() if value is not None else None
            if value is None or text is None:
                continue
            length = len(text.strip() if limit.key == "name" else text)
            if length > limit.most:
                message = (
                    f"`{limit.key}` has {length:,} characters, and {limit.most:,} is the most: "
                    f"{limit.effect}"
                )
                yield Finding(value.span, message)
