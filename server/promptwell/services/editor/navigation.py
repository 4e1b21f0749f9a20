"""Where something is defined and used, and what a file consists of."""

from __future__ import annotations

from promptwell.language.features.definition import definition as definition_at
from promptwell.language.features.in_files import file_symbols, in_files
from promptwell.language.features.location import Location
from promptwell.language.features.outline import OutlineItem
from promptwell.language.features.references import references as references_at
from promptwell.services.editor.reading import model_at, model_of
from promptwell.services.workspace import Snapshot


def definition(snapshot: Snapshot, path: str, offset: int) -> list[Location]:
    """Where the name at an offset is defined."""
    model = model_at(snapshot, path, offset)
    if model is None:
        return []
    return in_files(snapshot.project, definition_at(snapshot.project, model, offset))


def references(
    snapshot: Snapshot, path: str, offset: int, *, declaration: bool = True
) -> list[Location]:
    """Where the name at an offset is declared, if wanted, and used."""
    model = model_at(snapshot, path, offset)
    if model is None:
        return []
    found = references_at(snapshot.project, model, offset, declaration=declaration)
    return in_files(snapshot.project, found)


def symbols(snapshot: Snapshot, path: str) -> list[OutlineItem]:
    """The outline of a file."""
    return file_symbols(snapshot.project, path) if model_of(snapshot, path) else []
