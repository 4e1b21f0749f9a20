"""The rule context-window-exceeded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.models.request import longest_answer
from promptwell.language.semantics.models.table import find_model
from promptwell.language.semantics.tokens.size import size_beyond

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class ContextWindowExceeded(Rule):
    """A prompt too long for its model.

    ## What it does

    Adds up the prompt's text, the partials it includes and the largest known values (defaults, examples,
    samples and the rows of the datasets it names), then the answer it asks for
    (`maxOutputTokens`), and reports when the sum is more than the model takes.

    A number with `~` is an estimate; it is on the high side, because every condition
    counts as true.

    ## Why is this bad?

    The provider refuses the request, or cuts off the beginning of the conversation.

    ## Example

    ```prompty
    ---
    model:
      id: gpt-4
      options: {maxOutputTokens: 8190}
    ---
    Sum up the following 400 words. ...
    ```

    ```prompty
    ---
    model:
      id: gpt-4
      options: {maxOutputTokens: 1000}
    ---
    Sum up the following 400 words. ...
    ```
    """

    group = "cost"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield at most one finding, at the model's name."""
        named = model_reference(model.document)
        known = find_model(named.name, named.provider) if named else None
        if named is None or known is None or known.context_window is None:
            return
        answer = longest_answer(model.document) or 0
        window = known.context_window
        size = size_beyond(window - answer, model, context.project, named.name, context.tokenizers)
        if size is None:
            return
        message = f"the prompt has {size.tokens} tokens"
        if size.row:
            message += f" with {size.row}"
        if answer:
            message += f" and asks for up to {answer:,} more"
        message += f"; `{named.name}` takes {window:,}"
        yield Finding(named.span, message)
