"""Edits of files."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import PositionsOf, UriOf, to_range
from promptwell.language.features.location import FileEdits


def to_workspace_edit(
    edits: FileEdits,
    positions_of: PositionsOf,
    uri_of: UriOf,
    version_of: Callable[[str], int | None],
    *,
    versioned: bool,
) -> types.WorkspaceEdit:
    """Edits of several files; with the versions they were made for where the client takes them."""
    by_path = {
        path: [
            types.TextEdit(to_range(positions_of(path), edit.span), edit.new_text) for edit in each
        ]
        for path, each in edits.items()
    }
    if not versioned:
        return types.WorkspaceEdit(changes={uri_of(path): each for path, each in by_path.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri_of(path), version_of(path)),
                list(each),
            )
            for path, each in by_path.items()
        ]
    )
