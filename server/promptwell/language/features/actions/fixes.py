"""Fixes of findings: one, all of a rule, all that are safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from promptwell.language.features.actions.action import Change, CodeAction, Question
from promptwell.language.rules.base import Diagnostic, Fix
from promptwell.language.text.edit import TextEdit, without_overlaps


def fixes(question: Question) -> Iterator[CodeAction]:
    """Each fix of the findings at hand; the first safe one of a finding is the usual choice."""
    for diagnostic in question.touched:
        for index, fix in enumerate(diagnostic.fixes):
            yield CodeAction(
                fix.title,
                "quickfix",
                partial(_change, question, fix),
                (diagnostic,),
                preferred=fix.safe and index == 0,
            )


def fixes_of_rule(question: Question) -> Iterator[CodeAction]:
    """The safe fixes of all findings in the file that the rules at hand make."""
    for rule in dict.fromkeys(each.rule for each in question.touched if each.fixes):
        edits, mended = _together(each for each in question.diagnostics if each.rule == rule)
        if len(mended) > 1:
            title = f"Fix all {len(mended)} of `{rule}` in this file"
            yield CodeAction(title, "quickfix", partial(question.fixed, *edits), mended)


def fix_all(question: Question) -> Iterator[CodeAction]:
    """Every safe fix of the file: where one of them is at hand, or when asked for by name."""
    edits, mended = _together(question.diagnostics)
    at_hand = any(each in question.touched for each in mended)
    if edits and (at_hand or question.names("source.fixAll.promptwell")):
        change = partial(question.fixed, *edits)
        yield CodeAction("Fix all that is safe to fix", "source.fixAll.promptwell", change, mended)


def _change(question: Question, fix: Fix) -> Change:
    edits = dict(fix.other_files)
    if fix.edits:
        edits[question.file] = fix.edits
    return Change(edits)


def _together(
    diagnostics: Iterable[Diagnostic],
) -> tuple[tuple[TextEdit, ...], tuple[Diagnostic, ...]]:
    """The edits of every safe fix that changes this file alone, as far as they go together."""
    mendable = []
    for diagnostic in diagnostics:
        fix = next((each for each in diagnostic.fixes if each.safe and not each.other_files), None)
        if fix is not None:
            mendable.append((diagnostic, fix.edits))
    edits = without_overlaps(edits for _, edits in mendable)
    kept = set(edits)
    return tuple(edits), tuple(each for each, wanted in mendable if kept.issuperset(wanted))
