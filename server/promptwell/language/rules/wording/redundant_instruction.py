"""The rule redundant-instruction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.repeated_sentences import repeated_sentences
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class RedundantInstruction(Rule):
    """The same instruction twice in one message.

    ## What it does

    Reports a sentence of six words or more that its message has said before, word for word. A label
    in front of it (`2.`, `3:`) doesn't make it another sentence.

    ## Why is this bad?

    One of the two is paid for in vain, and whoever changes one forgets the other. Often it was meant
    to say something else: two grades with the same description are a slip of copying.

    ## Example

    ```jinja
    3: The answer follows from the text given above.
    2: The answer follows from the text given above.
    ```

    ```jinja
    3: The answer follows from the text given above.
    2: The answer follows from a part of the text only.
    ```
    """

    group = "wording"
    severity = "hint"
    on_by_default = False

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each sentence that its message has said before."""
        for repetition in repeated_sentences(model.document):
            yield Finding(
                repetition.span,
                "the message says this already, word for word",
                related=(Related(repetition.first, "said here first"),),
            )
