"""What was found in a prompt of a file that holds many, kept for as long as the prompt is the same.

With each keystroke one prompt of hundreds changes; the others only move. What is said of a prompt is
kept by its text, and moved along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable
from itertools import count

from promptwell.language.detectors.secrets.find import find_secrets
from promptwell.language.detectors.secrets.hiding import hider
from promptwell.language.rules.base import Diagnostic, Fix, RuleContext, RuleSettings
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.models.reference import model_reference
from promptwell.language.syntax.document import Embedded, PromptDocument
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_MOST = 4000
_MOST_GROUPS = 64

_kept: dict[Hashable, _Answer] = {}
# The prompts themselves keep answers by these numbers, so none is given twice.
_groups: dict[Hashable, int] = {}
_numbers = count()


class KnownPrompts:
    """What is known of the prompts of a file that refer to no other file, under some settings.

    `settings` are those of `settings_key`.
    """

    def __init__(self, file: PromptDocument, settings: Hashable, *, large_file: bool) -> None:
        self._text = file.text
        # Whether a value is a secret hangs on what stands beside it, around the prompt too.
        self._secrets = find_secrets(file.text)
        hidden = hider(file.text).values
        self._group = _number((file.format, file.dialect, large_file, settings, hidden))

    def find(self, prompt: Embedded) -> tuple[Diagnostic, ...] | None:
        """What was found in a prompt, at the places that it has now; None where it was not seen yet."""
        found: _Answer | None = prompt.kept.get(self._group)
        if found is None:
            found = _kept.get(self._key(prompt))
            if found is None:
                return None
            if (
                not self._secrets
            ):  # with them, the group is another one each time somebody edits one
                prompt.kept[self._group] = found
        return found.at(prompt.reach.start)

    def keep(
        self,
        prompt: Embedded,
        model: SemanticModel,
        context: RuleContext,
        found: tuple[Diagnostic, ...],
    ) -> None:
        """Keep what was found, if it depends on nothing but the prompt: no other file, no tokenizer."""
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
        _kept[self._key(prompt)] = _Answer(prompt.reach.start, found)

    def _key(self, prompt: Embedded) -> Hashable:
        """All that decides what is found in a prompt, wherever it stands."""
        start, end = prompt.reach
        own = prompt.layout.own
        secrets = tuple(self._secrets_in(start, own)) if self._secrets else ()
        return self._group, own, self._text[start:end], secrets

    def _secrets_in(self, start: int, own: tuple[tuple[int, int], ...]) -> list[Hashable]:
        found: list[Hashable] = []
        for begin, end in own:
            first = bisect_left(self._secrets, start + begin, key=lambda each: each.span.end)
            for secret in self._secrets[first:]:
                if secret.span.start >= start + end:
                    break
                found.append(secret._replace(span=secret.span.shift(-start)))
        return found


class _Answer:
    """What was found in a prompt, and the place at which it was last asked for."""

    __slots__ = ("_last",)

    def __init__(self, start: int, found: tuple[Diagnostic, ...]) -> None:
        self._last = start, found

    def at(self, start: int) -> tuple[Diagnostic, ...]:
        """The same for the prompt as it begins now; the very same objects where it has not moved."""
        last, found = self._last
        if last != start and found:
            found = tuple(_moved(each, start - last) for each in found)
            self._last = start, found
        return found


def forget() -> None:
    """Keep nothing of what was found so far."""
    _kept.clear()
    _groups.clear()


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


def _number(group: Hashable) -> int:
    found = _groups.get(group)
    if found is None:
        if len(_groups) >= _MOST_GROUPS:
            _groups.clear()
        found = _groups[group] = next(_numbers)
    return found


def _moved(diagnostic: Diagnostic, by: int) -> Diagnostic:
    rule, group, severity, (start, end), message, fixes, related, tags, kind = diagnostic
    return Diagnostic(
        rule,
        group,
        severity,
        Span(start + by, end + by),
        message,
        tuple(_moved_fix(each, by) for each in fixes) if fixes else fixes,
        tuple(each._replace(span=each.span.shift(by)) for each in related) if related else related,
        tags,
        kind,
    )


def _moved_fix(fix: Fix, by: int) -> Fix:
    edits = tuple(TextEdit(edit.span.shift(by), edit.new_text) for edit in fix.edits)
    return Fix(fix.title, edits, fix.safe, fix.other_files)
