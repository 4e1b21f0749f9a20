"""The rule vague-term."""

from __future__ import annotations

from promptwell.language.detectors.wording import Hit
from promptwell.language.rules.phrase_rule import PhraseRule


class VagueTerm(PhraseRule):
    """A word that leaves open what counts.

    ## What it does

    Reports `properly`, `appropriately`, `as needed`, `if necessary`, `where appropriate`,
    `reasonable` and their like.

    ## Why is this bad?

    The model decides what the word means, differently each time. What is "handled properly" for you
    is known only to you.

    ## Example

    ```jinja
    Handle errors properly and add comments where appropriate.
    ```

    ```jinja
    Return errors to the caller. Comment every public function.
    ```
    """

    fault = "vague"

    def message(self, hit: Hit) -> str:
        """What to tell the author of a phrase."""
        return f"`{hit.phrase}` names no measure: say what counts"
