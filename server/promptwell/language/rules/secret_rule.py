"""What the rules about secrets have in common: they tell of a secret without showing it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from promptwell.language.detectors.secrets.find import find_secrets
from promptwell.language.detectors.secrets.secret import Kind, Secret, digest
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.secret_fixes import fixes_for
from promptwell.language.rules.severity import Severity
from promptwell.language.syntax.document import PromptDocument

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class SecretRule(Rule):
    """A rule that reports the secrets of one kind, wherever they stand in the file.

    A password that everybody tries first is only hinted at: it protects nothing.
    """

    kind: ClassVar[Kind]
    large_files = True
    owasp = ("LLM02", "LLM07")

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding per secret; none of them holds it."""
        document = model.document
        for secret in _secrets_of(document):
            if secret.kind == self.kind:
                fixes = fixes_for(document, secret)
                message = self.message(document.file.text, secret)
                yield Finding(secret.span, message, fixes, severity=self.severity_of(secret))

    def severity_of(self, secret: Secret) -> Severity:
        """How grave it is."""
        return "hint" if secret.weak else self.severity

    def message(self, text: str, secret: Secret) -> str:
        """What it is, and by what it is known again."""
        length = f"{secret.span.end - secret.span.start:,} characters"
        seen = digest(text, secret)
        return f"{secret.name} ({length}{', sha256 ' + seen if seen else ''})"


def _secrets_of(document: PromptDocument) -> Iterator[Secret]:
    """The secrets that a document answers for: what stands in an embedded prompt is told there."""
    found = find_secrets(document.file.text)
    if document.embedding is not None:
        for own in document.embedding.own:
            first = bisect_left(found, own.start, key=lambda each: each.span.end)
            for secret in found[first:]:
                if secret.span.start >= own.end:
                    break
                yield secret
        return
    for secret in found:
        if not any(each.embedding.meets(secret.span) for each in document.embedded):
            yield secret
