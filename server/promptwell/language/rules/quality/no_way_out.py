"""The rule no-way-out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.factual_requests import question_without_way_out
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class NoWayOut(Rule):
    """A question to be answered from a text, and no word on what to do if the text doesn't tell.

    ## What it does

    Reports a prompt that asks to answer questions and hands in the text to answer them from (an input
    whose name ends in `context`, `document`, `passages`, `search_results`, `sources` and their like), and
    nowhere says what to answer where that text doesn't tell. Any word of a way out counts: "say that you
    don't know", "only from the context", "if it is not in the documents".

    Prompts that grade answers or make up questions stay silent.

    ## Why is this bad?

    A model that is told to answer answers. Where the text is silent it fills in what sounds right, and
    nothing in the answer shows the difference.

    ## Example

    ```jinja
    Answer the customer's question with these articles:
    {{ articles }}
    Question: {{ question }}
    ```

    ```jinja
    Answer the customer's question with these articles. If they don't contain the answer, say so.
    {{ articles }}
    Question: {{ question }}
    ```
    """

    group = "quality"
    severity = "hint"
    owasp = ("LLM09",)
    sources = (
        Source(
            "Claude documentation, reduce hallucinations",
            "https://platform.claude.com/docs/de/test-and-evaluate/strengthen-guardrails/"
            "reduce-hallucinations.md",
            date(2026, 11, 29),
        ),
    )
    measured = (
        Measurement("5 hits in 5,785 real prompt files, all read", 1.0, None, date(2026, 11, 29)),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield at most one finding, where the prompt asks for the answer."""
        found = question_without_way_out(model)
        if found is not None:
            span, source = found
            yield Finding(span, f"nothing says what to answer where `{source}` doesn't tell")
