"""The rule weak-instruction."""

from __future__ import annotations

from promptwell.language.detectors.wording import Hit
from promptwell.language.rules.phrase_rule import PhraseRule


class WeakInstruction(PhraseRule):
    """An instruction that leaves the model a way out.

    ## What it does

    Reports `try to`, `if possible`, `where possible`, `ideally`, `preferably`, `feel free to` and
    their like. Negations (`don't try to`), code and quotes stay silent.

    ## Why is this bad?

    A model takes the way out. "Try to cite a source" gives answers with and without sources, and
    no test can say which is right.

    ## Example

    ```jinja
    Try to cite a source if possible.
    ```

    ```jinja
    Cite a source for every figure. Without one, write "no source".
    ```
    """

    fault = "weak"

    def message(self, hit: Hit) -> str:
        """What to tell the author of a phrase."""
        return f"`{hit.phrase}` lets the model skip this: say that it must, or when it need not"
