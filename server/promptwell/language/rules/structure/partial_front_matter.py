"""The rule partial-front-matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.partials import is_partial_file
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class PartialFrontMatter(Rule):
    """Front matter in a partial of Dotprompt.

    ## What it does

    Reports the front matter of a partial, a file such as `_card.prompt`.

    ## Why is this bad?

    Dotprompt and Genkit read a partial as it is: they put its front matter into the prompt as text,
    and nothing that it says of a model or of inputs counts. The prompt that brings the partial in says
    what the inputs are.

    ## Example

    ```yaml path=_card.prompt
    ---
    input:
      schema:
        name: string
    ---
    Hello {{name}}
    ```

    ```yaml path=_card.prompt
    {{! name: whom to greet }}
    Hello {{name}}
    ```

    ## Fix

    The fix removes the front matter. It is unsafe: the prompt says less then.
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the front matter of a partial."""
        document = model.document
        front_matter = document.front_matter
        if document.dialect != "dotprompt" or front_matter is None:
            return
        if not is_partial_file(document.path):
            return
        start, end = front_matter.span
        first = document.source.line_span(document.source.line_number(start))
        fix = Fix(
            "Remove the front matter", (TextEdit(Span(0, document.body.start), ""),), safe=False
        )
        message = "a partial has no front matter: this goes into the prompt as text"
        yield Finding(Span(start, min(first.end, end)), message, (fix,))
