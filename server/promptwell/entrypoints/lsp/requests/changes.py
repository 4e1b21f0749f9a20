"""Rename and code actions: requests whose answer changes files."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert import (
    to_code_action,
    to_diagnostic,
    to_range,
    to_workspace_edit,
)
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Asked, Session, place_of
from promptwell.language.features.code_actions import CodeAction
from promptwell.language.features.location import FileEdits
from promptwell.services import editor

_KINDS = ["quickfix", "refactor.rewrite", "source.fixAll"]


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `prepareRename`, `rename` and `codeAction`."""

    def edit_of(asked: Asked, edits: FileEdits) -> types.WorkspaceEdit:
        return to_workspace_edit(
            edits,
            session.positions_of(asked.snapshot),
            session.uri,
            session.version,
            versioned=session.can("workspace", "workspace_edit", "document_changes"),
        )

    async def prepare(
        params: types.PrepareRenameParams,
    ) -> types.PrepareRenamePlaceholder | None:
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        found = await asked.answer(
            lambda: editor.prepare_rename(asked.snapshot, asked.path, offset)
        )
        if found is None:
            return None
        return types.PrepareRenamePlaceholder(to_range(asked.positions, found.span), found.name)

    async def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        edits = await asked.answer(
            lambda: editor.rename(asked.snapshot, asked.path, offset, params.new_name)
        )
        return edit_of(asked, edits)

    async def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        asked = Asked(session, params.text_document.uri)
        span = asked.positions.span(place_of(params.range.start), place_of(params.range.end))
        found = publisher.diagnostics(asked.path, asked.positions)
        only = params.context.only

        def question() -> list[CodeAction]:
            wrong = editor.diagnose(asked.snapshot, asked.path) if found is None else found
            offered = editor.code_actions(asked.snapshot, asked.path, span, wrong)
            every = editor.fix_all(asked.snapshot, asked.path, wrong) if only else None
            if every is not None and every not in offered:
                offered.append(every)
            return offered

        actions = await asked.answer(question)
        of = session.positions_of(asked.snapshot)
        return [
            to_code_action(
                action,
                edit_of(asked, action.edits),
                [to_diagnostic(each, asked.path, of, session.uri) for each in action.diagnostics],
            )
            for action in actions
            if _wanted(action.kind, only)
        ]

    connection.on_request(types.TEXT_DOCUMENT_PREPARE_RENAME, prepare)
    rename_options = types.RenameOptions(prepare_provider=True)
    connection.on_request(types.TEXT_DOCUMENT_RENAME, rename, rename_options)
    action_options = types.CodeActionOptions(code_action_kinds=list(_KINDS))
    connection.on_request(types.TEXT_DOCUMENT_CODE_ACTION, code_actions, action_options)


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind is one of those asked for, or all are."""
    if not only:
        return True
    asked = [str(getattr(each, "value", each)) for each in only]
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in asked)
