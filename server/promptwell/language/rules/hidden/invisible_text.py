"""The rule invisible-text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.character_names import character_names
from promptwell.language.detectors.escapes import find_hidden_in
from promptwell.language.detectors.hidden_text import HiddenText, Kind
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import OWASP_LLM01
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_SEVERITY: dict[Kind, Severity] = {
    "tag": "error",
    "bidi": "error",
    "selector": "error",
    "zero-width": "warning",
    "private": "warning",
    "separator": "hint",
}
_SHOWN = 120


class InvisibleText(Rule):
    """Characters that no editor shows but every model reads.

    ## What it does

    Reports runs of characters that a reader can't see: tag characters, direction controls,
    variation selectors that carry bytes, zero-width characters, private-use characters and
    Unicode line separators. Where the run spells a text, the message says what it spells.

    Joiners in emoji, flags and keycaps, in Arabic, Persian, Indic and Southeast Asian words, and a
    byte order mark at the start of the file are what those scripts need and stay silent.

    | characters | severity |
    |---|---|
    | tag characters, direction overrides and isolates, chains of variation selectors | error |
    | zero-width characters, soft hyphens, a stray variation selector, private use | warning |
    | direction isolates in pairs beside right-to-left letters | warning |
    | line and paragraph separators (U+2028, U+2029) | hint |

    ## Why is this bad?

    Whoever reviews the prompt approves what they see. A model gets the hidden part as well, and an
    instruction spelled in tag characters is an instruction. Direction controls make a line read in
    another order than it is stored. Zero-width characters split words, so that a search, a
    filter or a comparison misses them.

    ## Example

    ```text
    system:
    Sum up the report.<200 tag characters that spell another instruction>
    ```

    Write what the model shall read where people see it:

    ```text
    system:
    Sum up the report.
    ```

    ## Fix

    The fix removes the run. For line separators it puts a line break instead; that one is unsafe,
    because a role marker may then stand at the start of a line.
    """

    group = "hidden"
    severity = "error"
    cwe = (451,)
    owasp = ("LLM01", "ASI01")
    sources = (
        OWASP_LLM01,
        Source(
            "Unicode TR #36, Security Considerations", "https://www.unicode.org/reports/tr36/", None
        ),
    )
    measured = (
        Measurement(
            "11,761 prompts, agent files and their documents, all 81 findings in 9 files read: "
            "stray zero-width characters, told as warnings; no error",
            1.0,
            None,
            date(2026, 11, 29),
        ),
    )
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding per run of hidden characters."""
        if model.document.embedding is not None:
            return  # the file that holds the prompt is told of all its text
        found = list(find_hidden_in(model.document))
        for hidden in found:
            severity: Severity = "warning" if hidden.excusable else _SEVERITY[hidden.kind]
            together = _pair(hidden, found, model.document.source)
            yield Finding(
                hidden.span, _message(hidden), (_fix(hidden, together),), severity=severity
            )


def _pair(hidden: HiddenText, found: list[HiddenText], source: SourceText) -> list[HiddenText]:
    """What goes along with a run when it is removed: half of a pair of direction marks would be worse."""
    if hidden.kind != "bidi" or not hidden.excusable:
        return [hidden]
    line = source.line_span(source.line_number(hidden.span.start))
    return [each for each in found if each.kind == "bidi" and line.covers(each.span)]


def _fix(hidden: HiddenText, together: list[HiddenText]) -> Fix:
    if hidden.kind == "separator":
        breaks = "\n" * sum(character in "\u2028\u2029" for character in hidden.characters)
        return Fix("Put a line break instead", (TextEdit(hidden.span, breaks),), safe=False)
    edits = tuple(TextEdit(each.span, "") for each in together)
    return Fix("Remove the hidden characters", edits)


def _message(hidden: HiddenText) -> str:
    names = character_names(hidden.characters)
    if hidden.revealed:
        shown = hidden.revealed[:_SHOWN] + ("..." if len(hidden.revealed) > _SHOWN else "")
        return f'hidden text that a model reads: "{shown}" ({names})'
    if hidden.kind == "tag":
        return f"tag characters, which no editor shows: {names}"
    if hidden.kind == "bidi":
        return f"direction control: the text is stored in another order than it reads: {names}"
    if hidden.kind == "selector":
        if hidden.excusable:
            return f"a variation selector with nothing to vary: {names}"
        return f"variation selectors that can carry hidden bytes: {names}"
    if hidden.kind == "private":
        return f"a private-use character, which means nothing outside one font: {names}"
    if hidden.kind == "separator":
        return f"a line separator, which most editors don't show as a line end: {names}"
    return f"invisible: {names}"
