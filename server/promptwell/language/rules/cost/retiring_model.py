"""The rule retiring-model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.models.names import comparison_key
from promptwell.language.semantics.models.reference import ModelReference, model_reference
from promptwell.language.semantics.models.request import asks_another_server
from promptwell.language.semantics.models.table import ModelInfo, find_model

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class RetiringModel(Rule):
    """A model that its provider has withdrawn, or soon will.

    ## What it does

    Reports a model with a published last day: as information from 90 days before it, as a warning
    afterwards. The message names the list that the day comes from and when it was read.

    A deployment (Azure, Foundry) has a name of the team's own. Where that is also the name of a
    model, the report is a hint.

    ## Why is this bad?

    From that day on requests fail, or are answered by another model than the one the prompt was tested
    with.

    ## In real files

    A quarter of the `.prompty` files of one library name `gpt-4` or `dall-e-3` (25 of 92). All are right to
    be told: since the day that stands in the message, none of these prompts runs as it is.

    ## Example

    ```prompty
    ---
    model: {id: gpt-4-0314, provider: openai}
    ---
    Say hello.
    ```

    ```prompty
    ---
    model: {id: gpt-5.6, provider: openai}
    ---
    Say hello.
    ```
    """

    group = "cost"
    severity = "information"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield at most one finding, at the model's name."""
        named = model_reference(model.document)
        known = find_model(named.name, named.provider) if named else None
        if named is None or known is None or not _is_the_same(named, known):
            return
        if asks_another_server(model.document) and not named.is_deployment:
            return
        day = known.retirement_date
        status = known.status(context.settings.today)
        if day is None or status == "active":
            return
        severity: Severity = "warning" if status == "retired" else "information"
        when = "was withdrawn on" if status == "retired" else "will be withdrawn on"
        what = f"`{named.name}`"
        if named.is_deployment:
            severity, what = "hint", f"the model `{named.name}`, if this deployment is of it,"
        source = f"{known.source}, read on {known.as_of}"
        yield Finding(named.span, f"{what} {when} {day} ({source})", severity=severity)


def _is_the_same(named: ModelReference, known: ModelInfo) -> bool:
    """Whether the facts are of this very model at this provider, not of a relative."""
    if named.provider and named.provider != known.provider:
        return False
    return comparison_key(known.name).endswith(comparison_key(named.name))
