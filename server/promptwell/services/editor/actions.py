"""What can be done about a range of a file, and about the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from promptwell.errors import PromptwellError
from promptwell.language.detectors.secrets.hiding import hider
from promptwell.language.features.actions.action import Change, CodeAction, Question
from promptwell.language.features.actions.offer import code_actions as offered
from promptwell.language.features.in_files import actions_in_files
from promptwell.language.rules.base import Diagnostic
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_at
from promptwell.services.workspace import Snapshot


class ActionGoneError(PromptwellError):
    """An action that was offered can't be done any more; the message says why."""


def code_actions(
    snapshot: Snapshot,
    path: str,
    span: Span,
    diagnostics: Sequence[Diagnostic],
    only: Sequence[str] = (),
    *,
    creates: bool = True,
) -> list[CodeAction]:
    """What can be done about a range of a file, given all that is wrong in the file.

    `only` are the kinds asked for by name; `creates` tells whether the editor can make files.
    """
    model = model_at(snapshot, path, span.start)
    if model is None:
        return []
    question = Question(
        snapshot.project,
        model,
        span,
        diagnostics,
        tuple(only),
        creates,
        snapshot.root.names_in,
    )
    found = actions_in_files(snapshot.project, offered(question))
    hides = hider(model.document.file.text)
    return [replace(each, title=hides.hide(each.title)) for each in found] if hides else found


def change_of(actions: Sequence[CodeAction], title: str, kind: str) -> Change:
    """What the one of these actions does that has this title and kind.

    Raises:
        ActionGoneError: it is not among them.
    """
    for action in actions:
        if (action.title, action.kind) == (title, kind) and not action.refusal:
            return action.change()
    raise ActionGoneError(f"'{title}' is no longer possible here: ask for the actions again")
