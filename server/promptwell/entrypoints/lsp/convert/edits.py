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
) -> types.WorkspaceEdit:
    """Edits of several files; with the versions they were made for where the client takes them.

    `created` are new files, each its path and text. Only a client that takes edits by document can make them.
    """
    by_path = {path: to_text_edits(each, positions_of(path)) for path, each in edits.items()}
    if not (versioned or created):
        return types.WorkspaceEdit(changes={uri_of(path): each for path, each in by_path.items()})
    changes: list[types.TextDocumentEdit | types.CreateFile] = []
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
    return types.WorkspaceEdit(document_changes=changes)


def to_text_edits(edits: Iterable[TextEdit], positions: Positions) -> list[types.TextEdit]:
    """The edits of one file."""
    return [types.TextEdit(to_range(positions, each.span), each.new_text) for each in edits]


def _of_document(
    uri: str, version: int | None, edits: list[types.TextEdit]
) -> types.TextDocumentEdit:
    return types.TextDocumentEdit(
        types.OptionalVersionedTextDocumentIdentifier(uri, version), list(edits)
    )
