"""What was found in a prompt of a file that holds many, kept for as long as the prompt is the same.

With each keystroke one prompt of hundreds changes; the others only move. What is said of a prompt is
kept by its text, and moved along.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from promptwell.language.detectors.secrets.secret import NEAR
from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.semantics.container_inputs import input_lists
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.syntax.document import Embedded, PromptDocument
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_MOST = 4000

_kept: dict[Hashable, tuple[Diagnostic, ...]] = {}


class Seen(NamedTuple):
    """All that decides what is found in a prompt that refers to no other file, and where it begins."""

    key: Hashable
    start: int


def seen(prompt: Embedded, file: PromptDocument, settings: Hashable, large_file: bool) -> Seen:
    """What a prompt is known by, wherever it stands; `settings` are those of `settings_key`."""
    embedding = prompt.embedding
    start, end = _reach(prompt)
    layout = tuple((span.start - start, span.end - start) for span in embedding.own)
    text = embedding.file.text
    # Whether a value is a password hangs on what stands beside it, in the file around the prompt too.
    written = (text[max(0, start - NEAR) : start], text[start:end], text[end : end + NEAR])
    return Seen((file.format, file.dialect, large_file, settings, layout, written), start)


def find(prompt: Seen) -> tuple[Diagnostic, ...] | None:
    """What was found in such a prompt, at the places that it has now; None where it was not seen yet."""
    found = _kept.get(prompt.key)
    return None if found is None else tuple(_moved(each, prompt.start) for each in found)


def keep(
    prompt: Seen,
    model: SemanticModel,
    context: RuleContext,
    found: tuple[Diagnostic, ...],
) -> None:
    """Keep what was found, if it depends on nothing but the key: no other file, no tokenizer."""
    elsewhere = any(
        (each.related and any(one.path for one in each.related))
        or any(fix.other_files for fix in each.fixes)
        for each in found
    )
    counted = context.settings.budget_tokens is not None or model_reference(model.document)
    if elsewhere or counted or model.references:
        return
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[prompt.key] = tuple(_moved(each, -prompt.start) for each in found)


def forget() -> None:
    """Keep nothing of what was found so far."""
    _kept.clear()


def _reach(prompt: Embedded) -> Span:
    """From the first to the last place that belongs to a prompt, what describes it included."""
    embedding = prompt.embedding
    spans = [*embedding.own, embedding.name_span, embedding.holder.span]
    spans += (entry.span for entry in input_lists(embedding.holder))
    filled = [span for span in spans if span.start < span.end]
    return Span(min(span.start for span in filled), max(span.end for span in filled))


def settings_key(settings: RuleSettings) -> Hashable:
    """What the settings say of the rules, to be compared."""
    return (
        tuple(sorted(settings.severities.items())),
        settings.filters,
        settings.tests,
        settings.globals,
        settings.tags,
        settings.keys,
        settings.today,
        settings.policy,
        tuple(settings.trust.inputs.items()),
        settings.trust.escapes,
    )


def _moved(diagnostic: Diagnostic, by: int) -> Diagnostic:
    fixes = tuple(
        fix._replace(
            edits=tuple(TextEdit(edit.span.shift(by), edit.new_text) for edit in fix.edits)
        )
        for fix in diagnostic.fixes
    )
    related = tuple(each._replace(span=each.span.shift(by)) for each in diagnostic.related)
    return diagnostic._replace(span=diagnostic.span.shift(by), fixes=fixes, related=related)
