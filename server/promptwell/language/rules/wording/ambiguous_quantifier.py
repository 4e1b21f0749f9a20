"""The rule ambiguous-quantifier."""

from __future__ import annotations

from promptwell.language.detectors.wording import Hit
from promptwell.language.rules.phrase_rule import PhraseRule


class AmbiguousQuantifier(PhraseRule):
    """A request for an unknown number of things.

    ## What it does

    Reports `a few`, `several`, `some`, `various`, `a couple of` and `a number of` where the model
    shall write, give, list or add that many.

    ## Why is this bad?

    Three or nine? Length, cost and tests depend on it.

    ## Example

    ```jinja
    Suggest several titles.
    ```

    ```jinja
    Suggest five titles.
    ```
    """

    fault = "quantifier"

    def message(self, hit: Hit) -> str:
        """What to tell the author of a phrase."""
        return f"`{hit.phrase}` leaves the number open: name it, or a range"
