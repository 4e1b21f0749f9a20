"""Declare the variable at hand, or all that are missing, in the front matter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from promptwell.language.features.actions.action import CodeAction, Question, touches
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.language.semantics.input_edits import declare_inputs
from promptwell.language.semantics.model import Use
from promptwell.language.syntax.templates.jinja.dialects import SPECIAL_NAMES, dialect
from promptwell.language.text.edit import TextEdit


def declare_here(question: Question) -> Iterator[CodeAction]:
    """The declaration of the variable at hand and, where others are missing too, of all."""
    missing = _undeclared(question)
    here = [
        name
        for name, uses in missing.items()
        if any(touches(use.span, question.span) for use in uses)
    ]
    about = tuple(each for each in question.touched if each.rule == "undefined-variable")
    for name in here:
        edit = _declaration(question, [name])
        if edit is not None:
            change = partial(question.edit, edit)
            yield CodeAction(f"Declare `{name}` as an input", "quickfix", change, about)
    if here and len(missing) > 1:
        edit = _declaration(question, list(missing))
        if edit is not None:
            title = f"Declare all {len(missing)} missing inputs"
            yield CodeAction(title, "quickfix", partial(question.edit, edit), about)


def declare_all(question: Question) -> Iterator[CodeAction]:
    """The declaration of every variable that nobody declared, when asked for by name."""
    if not question.names("source.addMissingInputs.promptwell"):
        return
    missing = _undeclared(question)
    edit = _declaration(question, list(missing)) if missing else None
    if edit is not None:
        change = partial(question.edit, edit)
        yield CodeAction("Declare all missing inputs", "source.addMissingInputs.promptwell", change)


def _undeclared(question: Question) -> dict[str, list[Use]]:
    document, model = question.document, question.model
    known = dialect(document.dialect).globals | SPECIAL_NAMES
    described = document.front_matter is not None or document.embedding is not None
    if not document.dialect.startswith("prompty") and not described:
        return {}
    if is_agent_file(document):
        return {}  # its tool knows the value, or asks for it
    if question.project.users(document.path) and not model.declares_inputs:
        return {}  # a partial takes its inputs from who brings it in
    found: dict[str, list[Use]] = {}
    for use in model.free_uses:
        if use.name not in model.declared and use.name not in known:
            found.setdefault(use.name, []).append(use)
    return found


def _declaration(question: Question, names: list[str]) -> TextEdit | None:
    types = [(name, question.model.type_of_input(name)) for name in names]
    return declare_inputs(question.document, types)
