"""A prompt's score in words, for the hover over the prompt as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.score import score
from promptwell.language.text.counted import counted

_MOST_PARTS = 5


def describe_score(diagnostics: Iterable[Diagnostic], size: int) -> str:
    """The score of a prompt, and the groups of rules that took something away."""
    found = score(diagnostics, size)
    text = f"Score {found.total} of 100: security {found.security}, quality {found.quality}"
    lines = [
        f"- `{part.group}` {part.score}: {counted(part.findings, 'finding')}"
        for part in found.parts[:_MOST_PARTS]
    ]
    return "\n\n".join([text, "\n".join(lines)]) if lines else text
