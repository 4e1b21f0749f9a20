"""The rule budget-exceeded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.tokens.size import size_beyond
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class BudgetExceeded(Rule):
    """A prompt with more tokens than its team allows it.

    ## What it does

    Reports a prompt that has more tokens than `metadata.budget.tokens` says, or, where the file says
    nothing, than the setting `budget-tokens`. The prompt's text, the partials it includes and
    the largest known values count; the answer does not.

    A number with `~` is an estimate; it is on the high side, because every condition
    counts as true.

    ## Why is this bad?

    Every call pays for every token. A budget makes growth visible in the review in which it happens.

    ## Example

    ```prompty
    ---
    metadata:
      budget: {tokens: 5}
    ---
    You are a friendly assistant who answers questions about our shop.
    ```

    ```prompty
    ---
    metadata:
      budget: {tokens: 50}
    ---
    You are a friendly assistant who answers questions about our shop.
    ```

    ## Options

    `budget-tokens`: the budget of files that name none themselves.
    """

    group = "cost"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield at most one finding: at the budget, or at the prompt's first line."""
        document = model.document
        written = document.root.get("metadata", "budget", "tokens")
        if written is not None:
            budget, place = written.value, written.span
        else:
            budget, place = context.settings.budget_tokens, _first_line(model)
        if not isinstance(budget, int) or isinstance(budget, bool) or budget <= 0:
            return
        named = model_reference(document)
        name = named.name if named else None
        size = size_beyond(budget, model, context.project, name, context.tokenizers)
        if size is not None:
            values = f" with {size.row}" if size.row else ""
            message = f"the prompt has {size.tokens} tokens{values}; its budget is {budget:,}"
            yield Finding(place, message)


def _first_line(model: SemanticModel) -> Span:
    source = model.document.source
    body = source.slice(model.document.body)
    start = model.document.body.start + len(body) - len(body.lstrip())
    line = source.line_span(source.line_number(min(start, source.end)))
    return Span(min(start, line.end), line.end)
