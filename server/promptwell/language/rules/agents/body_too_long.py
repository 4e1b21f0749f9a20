"""The rule body-too-long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.rules.base import Finding, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class BodyTooLong(Rule):
    """A skill with more lines than an agent should have to read at once.

    ## What it does

    Marks the first line of a SKILL.md that is beyond the 500 which its specification recommends.

    ## Why is this bad?

    The whole text is put before the model each time the skill is used, and it pushes other things
    out. What is needed only sometimes belongs into files beside the skill, which are read when they
    are needed.

    ## Example

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: pdf-forms
    description: Fills in PDF forms
    ---
    (All 212 kinds of fields, on 700 lines.)
    ```

    ```md path=skills/pdf-forms/SKILL.md
    ---
    name: pdf-forms
    description: Fills in PDF forms
    ---
    The kinds of fields are described in [fields](references/fields.md).
    ```
    """

    group = "agents"
    severity = "hint"
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the line at which the text becomes too long."""
        document = model.document
        profile = profile_of(document)
        if profile is None or not profile.body_lines:
            return
        source = document.source
        end = source.line_number(len(document.text.rstrip()))
        first = source.line_number(document.body.start)
        beyond = first + profile.body_lines
        if end >= beyond:
            lines = end - first + 1
            message = (
                f"the text has {lines:,} lines, and {profile.body_lines} is what a {profile.noun} "
                "should have: put what is needed only sometimes into files beside it"
            )
            yield Finding(source.line_span(beyond), message)
