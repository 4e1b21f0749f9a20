"""Settle merge conflicts: take one side, both, or what both began with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from promptwell.language.features.actions.action import CodeAction, Question, touches
from promptwell.language.rules.base import Diagnostic
from promptwell.language.syntax.conflict_markers import MarkedConflict, marked_conflicts
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_RULE = "conflict-markers"

_Choice = Callable[[MarkedConflict], tuple[Span, ...] | None]

_CHOICES: tuple[tuple[str, _Choice], ...] = (
    ("ours", lambda each: (each.ours,)),
    ("theirs", lambda each: (each.theirs,)),
    ("both", lambda each: (each.ours, each.theirs)),
    ("the base", lambda each: (each.base,) if each.base else None),
)


def settle_conflicts(question: Question) -> Iterator[CodeAction]:
    """What can be taken in the conflict at hand, and in all of the file."""
    text = question.document.file.text
    found = marked_conflicts(text)
    here = [each for each in found if touches(each.span, question.span)]
    if not here:
        return
    some = here[:1]
    for name, choice in _CHOICES:
        if _edits(text, some, choice):
            yield _action(question, text, f"Take {name}{_label(name, some[0])}", some, choice)
    unsettled = [each for each in found if not each.shown]
    if len(unsettled) < 2:
        return
    for name, choice in _CHOICES:
        if _edits(text, unsettled, choice):
            title = f"Take {name} in all {len(unsettled)} conflicts of this file"
            yield _action(question, text, title, unsettled, choice)


def _action(
    question: Question, text: str, title: str, conflicts: Sequence[MarkedConflict], choice: _Choice
) -> CodeAction:
    change = partial(question.fixed, *_edits(text, conflicts, choice))
    return CodeAction(title, "quickfix", change, _answered(question, conflicts))


def _answered(question: Question, conflicts: Sequence[MarkedConflict]) -> tuple[Diagnostic, ...]:
    places = {each.marks[0] for each in conflicts}
    return tuple(
        each for each in question.diagnostics if each.rule == _RULE and each.span in places
    )


def _label(name: str, conflict: MarkedConflict) -> str:
    label = {"ours": conflict.our_label, "theirs": conflict.their_label}.get(name)
    return f" (`{label}`)" if label else ""


def _edits(text: str, conflicts: Sequence[MarkedConflict], choice: _Choice) -> tuple[TextEdit, ...]:
    """The edits that leave of each conflict what is chosen; none where one of them can't be chosen in."""
    edits = []
    for each in conflicts:
        chosen = choice(each)
        if chosen is None:
            return ()
        kept = "".join(text[span.start : span.end] for span in chosen)
        edits.append(TextEdit(each.span, kept))
    return tuple(edits)
