"""Remove every input that the prompt never uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import CodeAction, Question
from promptwell.language.rules.base import Diagnostic
from promptwell.language.semantics.input_edits import remove_entries
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_RULE = "unused-input"
_TITLE = "Remove all {} unused inputs"


def remove_unused_here(question: Question) -> Iterator[CodeAction]:
    """All unused inputs, where one of several is at hand."""
    unused = _unused(question)
    if len(unused) > 1 and any(each.rule == _RULE for each in question.touched):
        edits = _removal(question, unused)
        if edits:
            title = _TITLE.format(len(unused))
            yield CodeAction(title, "quickfix", partial(question.edit, *edits), unused)


def remove_unused(question: Question) -> Iterator[CodeAction]:
    """All unused inputs, when asked for by name."""
    if not question.names("source.removeUnusedInputs.promptwell"):
        return
    unused = _unused(question)
    edits = _removal(question, unused)
    if edits:
        title = _TITLE.format(len(unused)) if len(unused) > 1 else "Remove the unused input"
        change = partial(question.edit, *edits)
        yield CodeAction(title, "source.removeUnusedInputs.promptwell", change, unused)


def _unused(question: Question) -> tuple[Diagnostic, ...]:
    """The findings about unused inputs that can be removed."""
    return tuple(each for each in question.diagnostics if each.rule == _RULE and each.fixes)


def _removal(question: Question, unused: tuple[Diagnostic, ...]) -> tuple[TextEdit, ...]:
    """The edits that take the declarations out, from `inputs` and from a v1 `sample` alike."""
    places = {each.span for each in unused}
    names = {each.name for each in question.model.declarations if each.name_span in places}
    spans: dict[str, list[Span]] = {}
    for declaration in question.model.declarations:
        if declaration.name in names and declaration.origin in ("inputs", "sample"):
            spans.setdefault(declaration.origin, []).append(declaration.node)
    found = [remove_entries(question.document, (key,), each) for key, each in spans.items()]
    return tuple(edit for edits in found for edit in edits) if all(found) else ()
