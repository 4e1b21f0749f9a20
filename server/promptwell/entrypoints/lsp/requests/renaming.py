"""Rename: of names in texts, and of the file that a path names."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.edits import offer
from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.language.features.location import FileEdits
from promptwell.services.editor import renaming

_LABEL = "Rename in datasets and tests"


def register(connection: Connection, session: Session) -> None:
    """Answer `prepareRename` and `rename`."""

    async def prepare(
        params: types.PrepareRenameParams,
    ) -> types.PrepareRenamePlaceholder | None:
        """Tells which name would be renamed, or why none can be."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        moves = _moves_files(session)
        found = await asked.answer(
            lambda: renaming.prepare_rename(asked.snapshot, asked.path, offset, moves=moves)
        )
        if found is None:
            return None
        return types.PrepareRenamePlaceholder(to_range(asked.positions, found.span), found.name)

    async def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        """Gives a name another one in every file that means it."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        moves = _moves_files(session)
        found = await asked.answer(
            lambda: renaming.rename(
                asked.snapshot, asked.path, offset, params.new_name, moves=moves
            )
        )
        edit = session.edit(asked.snapshot, found.edits, moved=found.moved)
        if found.offered:
            _offer(asked, edit, found.offered, params.new_name)
        return edit

    def _offer(asked: Asked, edit: types.WorkspaceEdit, edits: FileEdits, new_name: str) -> None:
        """Datasets may be read by others: a person is asked, or told where nobody can be asked."""
        workspace_edit = ("workspace", "workspace_edit")
        if session.can(*workspace_edit, "change_annotation_support") and session.can(
            *workspace_edit, "document_changes"
        ):
            description = "Other programs may read these files by the old name."
            annotation = types.ChangeAnnotation(
                _LABEL, needs_confirmation=True, description=description
            )
            of = session.positions_of(asked.snapshot)
            offer(edit, edits, of, session.uri, session.version, annotation)
            return
        names = ", ".join(path.rpartition("/")[2] for path in edits)
        message = f"{names}: still has the old name; rename it to `{new_name}` there as well."
        shown = types.ShowMessageParams(types.MessageType.Warning, message)
        connection.notify(types.WINDOW_SHOW_MESSAGE, shown)

    connection.on_request(types.TEXT_DOCUMENT_PREPARE_RENAME, prepare)
    rename_options = types.RenameOptions(prepare_provider=True)
    connection.on_request(types.TEXT_DOCUMENT_RENAME, rename, rename_options)


def _moves_files(session: Session) -> bool:
    """Whether the client renames files when an edit says so."""
    client = session.capabilities.workspace
    edits = client.workspace_edit if client else None
    operations = edits.resource_operations if edits else None
    return bool(
        edits
        and edits.document_changes
        and types.ResourceOperationKind.Rename in (operations or ())
    )
