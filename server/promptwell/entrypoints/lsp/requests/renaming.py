"""Rename."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import renaming


def register(connection: Connection, session: Session) -> None:
    """Answer `prepareRename` and `rename`."""

    async def prepare(
        params: types.PrepareRenameParams,
    ) -> types.PrepareRenamePlaceholder | None:
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        found = await asked.answer(
            lambda: renaming.prepare_rename(asked.snapshot, asked.path, offset)
        )
        if found is None:
            return None
        return types.PrepareRenamePlaceholder(to_range(asked.positions, found.span), found.name)

    async def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        edits = await asked.answer(
            lambda: renaming.rename(asked.snapshot, asked.path, offset, params.new_name)
        )
        return session.edit(asked.snapshot, edits)

    connection.on_request(types.TEXT_DOCUMENT_PREPARE_RENAME, prepare)
    rename_options = types.RenameOptions(prepare_provider=True)
    connection.on_request(types.TEXT_DOCUMENT_RENAME, rename, rename_options)
