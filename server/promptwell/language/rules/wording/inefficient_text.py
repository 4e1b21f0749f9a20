"""The rule inefficient-text."""

from __future__ import annotations

from promptwell.language.detectors.wording import CONCISE, Hit
from promptwell.language.rules.base import Fix
from promptwell.language.rules.phrase_rule import PhraseRule
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span


class InefficientText(PhraseRule):
    """Many words where few say the same.

    ## What it does

    Reports phrases such as `in order to`, `due to the fact that` and, at the start of a sentence,
    `please note that`.

    ## Why is this bad?

    Each word is paid for in every call, and the instruction behind it stands out less.

    ## Example

    ```jinja
    Please note that in order to answer, you read the table.
    ```

    ```jinja
    To answer, you read the table.
    ```

    ## Fix

    The unsafe fix writes the shorter words; read the sentence again afterwards.
    """

    fault = "wordy"

    def message(self, hit: Hit) -> str:
        """What to tell the author of a phrase."""
        shorter = CONCISE[hit.phrase.lower()]
        if shorter:
            return f"`{hit.phrase}` says no more than `{shorter}`"
        return f"`{hit.phrase}` can go: the sentence says the same without it"

    def fixes(self, hit: Hit, text: str) -> tuple[Fix, ...]:
        """The shorter words, with the capital letter kept."""
        shorter = CONCISE[hit.phrase.lower()]
        start, end = hit.span
        capital = hit.phrase[0].isupper()
        if shorter:
            written = shorter.capitalize() if capital else shorter
            return (Fix(f"Write `{written}`", (TextEdit(hit.span, written),), safe=False),)
        while end < len(text) and text[end] in " ,":
            end += 1
        first = text[end : end + 1]
        edit = TextEdit(Span(start, end + 1), first.upper() if capital else first)
        return (Fix("Leave it out", (edit,), safe=False),)
