"""What can be done about a range of a file, and about the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.code_actions import CodeAction
from promptwell.language.features.code_actions import code_actions as actions_at
from promptwell.language.features.code_actions import fix_all as all_fixes
from promptwell.language.rules.base import Diagnostic
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def code_actions(
    snapshot: Snapshot, path: str, span: Span, diagnostics: Sequence[Diagnostic]
) -> list[CodeAction]:
    """What can be done about a range of a file, given all that is wrong in the file."""
    model = model_of(snapshot, path)
    return actions_at(snapshot.project, model, span, diagnostics) if model else []


def fix_all(snapshot: Snapshot, path: str, diagnostics: Sequence[Diagnostic]) -> CodeAction | None:
    """What applies every safe fix of a file; None where there is none."""
    model = model_of(snapshot, path)
    return all_fixes(model, diagnostics) if model else None
