"""Where something is defined and used, and what a file consists of."""

from __future__ import annotations

from promptwell.language.features.definition import definition as definition_at
from promptwell.language.features.location import Location
from promptwell.language.features.references import references as references_at
from promptwell.language.features.symbols import OutlineItem, document_symbols
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def definition(snapshot: Snapshot, path: str, offset: int) -> list[Location]:
    """Where the name at an offset is defined."""
    model = model_of(snapshot, path)
    return definition_at(snapshot.project, model, offset) if model else []


def references(
    snapshot: Snapshot, path: str, offset: int, *, declaration: bool = True
) -> list[Location]:
    """Where the name at an offset is declared, if wanted, and used."""
    model = model_of(snapshot, path)
    if model is None:
        return []
    return references_at(snapshot.project, model, offset, declaration=declaration)


def symbols(snapshot: Snapshot, path: str) -> list[OutlineItem]:
    """The outline of a file."""
    model = model_of(snapshot, path)
    return document_symbols(model) if model else []
