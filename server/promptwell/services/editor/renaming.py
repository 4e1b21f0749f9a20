"""Another name for something, wherever it is used."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.errors import PromptwellError
from promptwell.language.features.file_rename import Move, file_rename
from promptwell.language.features.in_files import renaming_in_files
from promptwell.language.features.location import FileEdits
from promptwell.language.features.rename import Renamable, Renaming
from promptwell.language.features.rename import prepare_rename as renamable_at
from promptwell.language.features.rename import rename as rename_at
from promptwell.language.semantics.containers import edits_in_files
from promptwell.services.editor.reading import model_at
from promptwell.services.workspace import Snapshot

_NO_MOVES = "this editor does not rename files in an edit; rename the file where files are listed"


class RenameRefusedError(PromptwellError):
    """A rename would change what a prompt means, or is none; the message says why."""


def prepare_rename(
    snapshot: Snapshot, path: str, offset: int, *, moves: bool = True
) -> Renamable | None:
    """The name at an offset that can be renamed; None where there is no name.

    `moves` tells whether files can be renamed too.

    Raises:
        RenameRefusedError: there is one that can't be.
    """
    model = model_at(snapshot, path, offset)
    if model is None:
        return None
    found = renamable_at(snapshot.project, model, offset)
    if not found.name:
        return None
    refusal = found.refusal or (_NO_MOVES if found.is_file and not moves else "")
    if refusal:
        raise RenameRefusedError(f"`{found.name}` can't be renamed: {refusal}")
    return found


def rename(
    snapshot: Snapshot, path: str, offset: int, new_name: str, *, moves: bool = True
) -> Renaming:
    """The edits, by file, that give the name at an offset another one.

    Raises:
        RenameRefusedError: the result would not mean the same.
    """
    model = model_at(snapshot, path, offset)
    if model is None:
        raise RenameRefusedError("there is no name to rename here")
    renamed = rename_at(snapshot.project, model, offset, new_name)
    found = renaming_in_files(snapshot.project, renamed)
    refusal = found.refusal or (_NO_MOVES if found.moved and not moves else "")
    if refusal:
        raise RenameRefusedError(f"not renamed: {refusal}")
    return found


def moved(snapshot: Snapshot, moves: Sequence[Move]) -> FileEdits:
    """The edits, by the files' old paths, that keep references right when files move."""
    return edits_in_files(snapshot.project, file_rename(snapshot.project, moves)) or {}
