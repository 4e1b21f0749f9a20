"""The rule inclusive-language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.loaded_terms import loaded_terms
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.provenance import Source
from promptwell.language.text.edit import TextEdit

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class InclusiveLanguage(Rule):
    """A term that leaves people out or weighs on them.

    ## What it does

    Reports `whitelist`, `blacklist`, `slave`, `master/slave`, `grandfathered` and `man-hours` in the
    prose of a prompt, with the words that style guides put in their place. Code, quotes, names
    and paths stay silent.

    ## Why is this bad?

    A model answers in the words it is asked in, and its answer reaches people who did not write
    the prompt. The other words also say more plainly what is meant: an allowlist allows.

    ## Example

    ```jinja
    Only call the tools on the whitelist.
    ```

    ```jinja
    Only call the tools on the allowlist.
    ```

    ## Fix

    Puts the other word. It is unsafe, as an interface may really be called so.
    """

    group = "quality"
    severity = "hint"
    on_by_default = False
    sources = (
        Source(
            "woke, default rules",
            "https://github.com/get-woke/woke/blob/0b51588a06951c1e2d11b755a8d19cda893a65b4/"
            "pkg/rule/default.yaml",
            date(2026, 11, 29),
        ),
        Source(
            "Python Developer's Guide, charged terminology to avoid",
            "https://github.com/python/devguide/pull/1715",
            date(2026, 11, 29),
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each term, with the best of the other words as its fix."""
        for found in loaded_terms(model.document):
            others = " or ".join(f"`{each}`" for each in found.instead)
            yield Finding(
                found.span,
                f"`{found.term}` is a loaded term: {others} says the same",
                (
                    Fix(
                        f"Change to `{found.instead[0]}`",
                        (TextEdit(found.span, found.instead[0]),),
                        safe=False,
                    ),
                ),
            )
