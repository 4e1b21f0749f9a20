"""Another name for something, wherever it is used."""

from __future__ import annotations

from promptwell.errors import PromptwellError
from promptwell.language.features.location import FileEdits
from promptwell.language.features.rename import Renamable
from promptwell.language.features.rename import prepare_rename as renamable_at
from promptwell.language.features.rename import rename as rename_at
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


class RenameRefusedError(PromptwellError):
    """A rename would change what a prompt means, or is none; the message says why."""


def prepare_rename(snapshot: Snapshot, path: str, offset: int) -> Renamable | None:
    """The name at an offset that can be renamed; None where there is no name.

    Raises:
        RenameRefusedError: there is one that can't be.
    """
    model = model_of(snapshot, path)
    if model is None:
        return None
    found = renamable_at(snapshot.project, model, offset)
    if not found.name:
        return None
    if found.refusal:
        raise RenameRefusedError(f"`{found.name}` can't be renamed: {found.refusal}")
    return found


def rename(snapshot: Snapshot, path: str, offset: int, new_name: str) -> FileEdits:
    """The edits, by file, that give the name at an offset another one.

    Raises:
        RenameRefusedError: the result would not mean the same.
    """
    model = model_of(snapshot, path)
    if model is None:
        raise RenameRefusedError("there is no name to rename here")
    found = rename_at(snapshot.project, model, offset, new_name)
    if found.refusal:
        raise RenameRefusedError(f"not renamed: {found.refusal}")
    return found.edits
