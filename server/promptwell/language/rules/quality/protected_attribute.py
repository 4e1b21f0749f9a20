"""The rule protected-attribute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.protected_attributes import protected_inputs
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class ProtectedAttribute(Rule):
    """An attribute that the law protects, as an input of a decision about people.

    ## What it does

    Reports an output of an input such as `gender`, `race`, `religion`, `nationality`, `disability`,
    `marital_status` or `age` into a prompt that decides about people: one that speaks of applicants, resumes,
    loans, insurance, admissions, tenants or bail, and of approving, rejecting, scoring, ranking or selecting.

    Prompts that say a word against bias stay silent ("ignore age and gender", "without regard to"), and so do
    those that decide about nobody: a story about a woman of 30, a patient's record, a fitness plan.

    ## Why is this bad?

    Decisions on work, credit, insurance and schooling may not rest on these attributes in most countries,
    and a model that is shown them uses them, said or unsaid. The EU's AI Act counts such systems as
    high-risk (annex III, 3 to 5).

    ## Example

    ```jinja
    Rate this job applicant from 1 to 10. Gender: {{ gender }}, skills: {{ skills }}
    ```

    ```jinja
    Rate this job applicant from 1 to 10. Skills: {{ skills }}
    ```
    """

    group = "quality"
    severity = "information"
    sources = (
        Source(
            "EU AI Act, annex III",
            "https://privacy-web.nl/en/wetgeving/ai-act-2/bijlage-iii/",
            date(2026, 11, 29),
        ),
        Source(
            "Protected classes under the Equal Credit Opportunity Act",
            "https://financeband.com/what-are-the-protected-classes-under-ecoa",
            date(2026, 11, 29),
        ),
    )
    measured = (
        Measurement("1,317 real files, most of them templates", None, None, date(2026, 11, 29)),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each attribute once, where it is first written out."""
        for each in protected_inputs(model):
            yield Finding(
                each.span,
                f"`{each.name}` ({each.attribute}) is protected by law and goes into a decision about people",
                related=(Related(each.subject, "the decision is about this"),),
            )
