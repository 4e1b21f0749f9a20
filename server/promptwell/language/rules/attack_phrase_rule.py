"""A rule about orders that belong to no honest prompt, which a shared pass over the text has found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from promptwell.language.detectors.phrases.attack_phrases import Phrase, attack_phrases
from promptwell.language.detectors.phrases.patterns import Kind
from promptwell.language.rules.base import Finding, Rule, RuleContext

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class AttackPhraseRule(Rule):
    """Reports the phrases of one kind; a subclass says which, and what to tell the author."""

    group = "injection"
    severity = "information"
    kind: ClassVar[Kind]

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each phrase of the rule's kind."""
        for phrase in attack_phrases(model.document):
            if phrase.kind == self.kind:
                yield Finding(phrase.span, self.message(phrase))

    def message(self, phrase: Phrase) -> str:
        """What to tell the author of a phrase."""
        return f"`{' '.join(phrase.said.split())}`"
