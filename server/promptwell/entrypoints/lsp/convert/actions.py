"""Code actions."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from promptwell.language.features.actions.action import CodeAction


def to_code_action(
    action: CodeAction,
    diagnostics: list[types.Diagnostic],
    *,
    edit: types.WorkspaceEdit | None = None,
    data: Any = None,
) -> types.CodeAction:
    """An action with the findings that it answers, and its edit or what finds it again later."""
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=diagnostics or None,
        is_preferred=action.preferred or None,
        disabled=types.CodeActionDisabled(action.refusal) if action.refusal else None,
        edit=edit,
        data=data,
    )
