"""Edits of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import PositionsOf, UriOf, to_range
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.features.location import FileEdits
from promptwell.language.text.edit import TextEdit


def to_workspace_edit(
    edits: FileEdits,
    positions_of: PositionsOf,
    uri_of: UriOf,
    version_of: Callable[[str], int | None],
    *,
    versioned: bool,
    created: Sequence[tuple[str, str]] = (),
    moved: tuple[str, str] | None = None,
) -> types.WorkspaceEdit:
    """Edits of several files; with the versions they were made for where the client takes them.

    `created` are new files, each its path and text; `moved` is a file that gets another path once
    everything is edited. Only a client that takes edits by document can make or move them.
    """
    by_path = {path: to_text_edits(each, positions_of(path)) for path, each in edits.items()}
    if not (versioned or created or moved):
        return types.WorkspaceEdit(changes={uri_of(path): each for path, each in by_path.items()})
    changes: list[
        types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
    ] = []
    for path, text in created:
        start = types.Position(0, 0)
        whole = types.TextEdit(types.Range(start, start), text)
        changes += [
            types.CreateFile(uri_of(path), options=types.CreateFileOptions(overwrite=False)),
            _of_document(uri_of(path), None, [whole]),
        ]
    changes += [
        _of_document(uri_of(path), version_of(path), each) for path, each in by_path.items()
    ]
    if moved is not None:
        old, new = moved
        options = types.RenameFileOptions(overwrite=False)
        changes.append(types.RenameFile(uri_of(old), uri_of(new), options=options))
    return types.WorkspaceEdit(document_changes=changes)


def offer(
    edit: types.WorkspaceEdit,
    edits: FileEdits,
    positions_of: PositionsOf,
    uri_of: UriOf,
    version_of: Callable[[str], int | None],
    annotation: types.ChangeAnnotation,
) -> None:
    """Add further edits to some that the person is asked about, all of one kind."""
    identity = annotation.label
    edit.change_annotations = {**(edit.change_annotations or {}), identity: annotation}
    changes = list(edit.document_changes or ())
    for path, each in edits.items():
        annotated = [
            types.AnnotatedTextEdit(identity, plain.range, plain.new_text)
            for plain in to_text_edits(each, positions_of(path))
        ]
        changes.append(_of_document(uri_of(path), version_of(path), annotated))
    edit.document_changes = changes


def to_text_edits(edits: Iterable[TextEdit], positions: Positions) -> list[types.TextEdit]:
    """The edits of one file."""
    return [types.TextEdit(to_range(positions, each.span), each.new_text) for each in edits]


def _of_document(
    uri: str, version: int | None, edits: Sequence[types.TextEdit | types.AnnotatedTextEdit]
) -> types.TextDocumentEdit:
    return types.TextDocumentEdit(
        types.OptionalVersionedTextDocumentIdentifier(uri, version), list(edits)
    )
