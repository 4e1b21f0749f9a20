"""A rule about phrases that the shared pass over a prompt's prose has found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from promptwell.language.detectors.wording import Fault, Hit, wording_hits
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class PhraseRule(Rule):
    """Reports the phrases of one fault; a subclass says which, and what to tell the author."""

    group = "wording"
    severity = "hint"
    on_by_default = False
    fault: ClassVar[Fault]

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each phrase of the rule's fault."""
        for hit in wording_hits(model.document):
            if hit.fault == self.fault:
                yield Finding(hit.span, self.message(hit), self.fixes(hit, model.document.text))

    def message(self, hit: Hit) -> str:
        """What to tell the author of a phrase."""
        return f"`{hit.phrase}`"

    def fixes(self, hit: Hit, text: str) -> tuple[Fix, ...]:
        """How a phrase can be mended; most can't without knowing what was meant."""
        return ()
