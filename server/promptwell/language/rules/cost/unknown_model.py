"""The rule unknown-model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.semantics.models.names import comparison_key
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.models.request import asks_another_server
from promptwell.language.semantics.models.table import find_model, known_models, nearest_model
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_MAKERS = frozenset({"openai", "anthropic", "google", "mistral", "deepseek", "xai", "cohere"})


class UnknownModel(Rule):
    """A model that the list of models does not have.

    ## What it does

    Compares the model's name with the dated list of models that comes with Promptwell, and reports
    a name that looks like a slip for a known one. Where the file also names the model's maker
    as `provider`, a name without any likeness is reported as well.

    It says nothing about names that are a team's own or newer than the list: deployments (Azure,
    Foundry), servers of your own (`connection.endpoint`), references such as `${env:MODEL}`,
    and names that differ from a known one only in their numbers.

    ## Why is this bad?

    The provider refuses the request, and prices, limits and token counts can't be shown.

    ## Example

    ```prompty
    ---
    model: {id: gtp-4o, provider: openai}
    ---
    Say hello.
    ```

    ```prompty
    ---
    model: {id: gpt-4o, provider: openai}
    ---
    Say hello.
    ```

    ## Fix

    Writes the known name. It is unsafe: it is a guess.
    """

    group = "cost"
    severity = "hint"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield at most one finding, at the model's name."""
        named = model_reference(model.document)
        if named is None or named.is_deployment or asks_another_server(model.document):
            return
        if find_model(named.name, named.provider) is not None:
            return
        near = _near(named.name)
        if near is not None:
            written = model.document.source.slice(named.span)
            edit = TextEdit(named.span, written.replace(named.name, near))
            message = f"`{named.name}` is no known model; did you mean `{near}`?"
            yield Finding(named.span, message, (Fix(f"Change to `{near}`", (edit,), safe=False),))
        elif named.provider in _MAKERS and _family(named.name) not in _families():
            as_of = known_models()[0].as_of
            yield Finding(named.span, f"`{named.name}` is not in the list of models of {as_of}")


# Looking through all names takes longer than a keystroke may, and the answer stays the same.
_near = lru_cache(maxsize=256)(nearest_model)


@cache
def _families() -> frozenset[str]:
    return frozenset(_family(known.name) for known in known_models())


def _family(name: str) -> str:
    """A model's name without its numbers: a newer member of a family is no mistake."""
    return re.sub(r"[\d.\-]+", "", comparison_key(name))
