"""The rule volatile-prefix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.volatile_text import volatile_outputs
from promptwell.language.rules.base import Finding, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.semantics.models.prompt_caching import AS_OF, SOURCES, cache_minimum
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, TokenCount, count_tokens
from promptwell.language.semantics.tokens.prompt import literal_text
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

# Fewer characters than tokens times this can't hold them; English text has four to a token.
_FEWEST_CHARACTERS = 2
_SHORTEST = 512


class VolatilePrefix(Rule):
    """A value that changes with each call before a long text that doesn't.

    ## What it does

    Reports the output of a date, a time, an id, a person's name or a question before so much unchanging text
    that a provider would keep it between calls, and says how many tokens that is. Text counts up to
    the next such value, and text in conditions and loops counts once.

    | model | kept from |
    |---|---|
    | OpenAI | 1,024 tokens |
    | Anthropic, by model | 512 to 4,096 tokens |
    | Gemini 2.5, later ones | 2,048, 4,096 tokens |

    For any other model, or none, 1,024 counts. Read on 2026-11-29.

    ## Why is this bad?

    Providers keep the beginning of a prompt that they have seen before, and charge a fraction for it. The
    first character that differs ends that beginning: what stands behind today's date is paid for in
    full with each call, and takes longer.

    ## Example

    ```text
    system:
    Today is {{ current_date }}.
    (three pages of rules)
    ```

    Put what changes behind what doesn't:

    ```text
    system:
    (three pages of rules)
    Today is {{ current_date }}.
    ```
    """

    group = "quality"
    severity = "information"
    sources = tuple(
        Source(f"{title}, prompt caching", address, date.fromisoformat(AS_OF))
        for title, address in SOURCES.items()
    )
    measured = (
        Measurement(
            "4 hits in 1,300 real templates, all read", 1.0, None, date.fromisoformat(AS_OF)
        ),
    )

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield at most one finding: at the first value that keeps a long text from the cache."""
        body = model.document.body
        if body.end - body.start < _SHORTEST * _FEWEST_CHARACTERS:
            return
        if model.document.engine in ("markdown", "none"):
            return  # braces in Markdown are text
        places = list(volatile_outputs(model))
        if not places:
            return
        named = model_reference(model.document)
        name = named.name if named else None
        minimum = cache_minimum(name)

        def tokens(start: int, end: int) -> TokenCount:
            text, _ = literal_text(model.document, Span(start, end))
            # An exact count would load 60 MB of ranks into a server that needs them for nothing else.
            return count_tokens(text.strip(), name, ESTIMATES_ONLY, limit=minimum.tokens // 2)

        for place, following in zip(places, [*places[1:], None], strict=True):
            end = following.start if following else body.end
            if end - place.end < minimum.tokens // 2 * _FEWEST_CHARACTERS:
                continue
            behind = tokens(place.end, end)
            if behind.count < minimum.tokens // 2:
                continue
            before = tokens(body.start, place.start)
            if before.count + behind.count < minimum.tokens:
                continue
            lost = behind if before.count >= minimum.tokens else before + behind
            who = minimum.provider or "most providers"
            yield Finding(
                place.span,
                f"`{place.name}` changes with each call: put it last, and {lost} tokens of unchanging text can come "
                f"from the prompt cache ({who}: from {minimum.tokens:,} on)",
            )
            return
