"""Code actions."""

from __future__ import annotations

from lsprotocol import types

from promptwell.language.features.code_actions import CodeAction


def to_code_action(
    action: CodeAction,
    edit: types.WorkspaceEdit,
    diagnostics: list[types.Diagnostic],
) -> types.CodeAction:
    """An action with its edit and the findings that it answers."""
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=diagnostics or None,
        is_preferred=action.preferred or None,
        edit=edit,
    )
