"""Files and folders that get another name in the editor."""

from __future__ import annotations

from functools import partial
from itertools import chain

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.uris import is_file, path_of
from promptwell.services.editor import renaming

_FILES = "**/*.{prompty,j2,jinja,jinja2,md,txt,json,jsonl,ndjson,csv,tsv,yaml,yml}"


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `willRenameFiles` and `didRenameFiles`."""

    async def will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        """Rewrites the references to files and folders that get another name."""
        moves = _moves(params)
        changes: list[types.TextDocumentEdit] = []
        plain: dict[str, list[types.TextEdit]] = {}
        seen: set[str] = set()
        for _, snapshot in session.workspace.snapshots() if moves else ():
            edits = await session.analyst.aside(partial(renaming.moved, snapshot.twin(), moves))
            edit = session.edit(
                snapshot, {path: each for path, each in edits.items() if path not in seen}
            )
            seen.update(edits)
            changes += edit.document_changes or ()  # type: ignore[arg-type]  # only texts are edited
            plain |= {uri: list(each) for uri, each in (edit.changes or {}).items()}
        if not seen:
            return None
        return types.WorkspaceEdit(
            changes=plain or None, document_changes=list(changes) if changes else None
        )

    def did_rename(params: types.RenameFilesParams) -> None:
        """Takes in that files have other names."""
        moves = _moves(params)
        known = chain.from_iterable(
            snapshot.project.paths for _, snapshot in session.workspace.snapshots()
        )
        paths = {path for move in moves for path in move}
        folders = tuple(f"{old}/" for old, _ in moves)
        paths.update(path for path in known if path.startswith(folders))
        session.workspace.changed_on_disk(sorted(paths), came_or_went=True)
        for path in paths:
            if session.documents.get(path) is None:
                publisher.forget(path)
        publisher.changed(paths)
        for root in session.workspace.roots():
            publisher.learn(root)

    filters = [
        types.FileOperationFilter(
            types.FileOperationPattern(_FILES, types.FileOperationPatternKind.File), scheme="file"
        ),
        types.FileOperationFilter(
            types.FileOperationPattern("**/*", types.FileOperationPatternKind.Folder), scheme="file"
        ),
    ]
    options = types.FileOperationRegistrationOptions(filters)
    connection.on_request(types.WORKSPACE_WILL_RENAME_FILES, will_rename, options)
    connection.on_notification(types.WORKSPACE_DID_RENAME_FILES, did_rename, options)


def _moves(params: types.RenameFilesParams) -> list[tuple[str, str]]:
    """The old and new paths; what is no file has none."""
    moves = [
        (path_of(each.old_uri).rstrip("/"), path_of(each.new_uri).rstrip("/"))
        for each in params.files
    ]
    return [move for move in moves if all(map(is_file, move)) and move[0] != move[1]]
