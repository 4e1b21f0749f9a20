"""How a file is built: what can be folded, what lies around a place and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.folding import Fold
from promptwell.language.features.highlights import Highlight
from promptwell.language.features.highlights import highlights as highlights_at
from promptwell.language.features.in_files import file_folds, file_selections
from promptwell.language.features.linked_editing import Linked
from promptwell.language.features.linked_editing import linked as linked_at
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_at, model_of
from promptwell.services.workspace import Snapshot


def folds(snapshot: Snapshot, path: str, most: int | None = None) -> list[Fold]:
    """What can be folded in a file; at most so many, the largest."""
    return file_folds(snapshot.project, path, most) if model_of(snapshot, path) else []


def selections(snapshot: Snapshot, path: str, offsets: Sequence[int]) -> list[list[Span]]:
    """For each offset the ranges around it, the smallest first; at least an empty one."""
    if model_of(snapshot, path) is None:
        return [[Span(offset, offset)] for offset in offsets]
    return [file_selections(snapshot.project, path, offset) for offset in offsets]


def highlights(snapshot: Snapshot, path: str, offset: int) -> list[Highlight]:
    """The places of a file that belong to what stands at an offset."""
    model = model_at(snapshot, path, offset)
    return highlights_at(model, offset) if model else []


def linked(snapshot: Snapshot, path: str, offset: int) -> Linked | None:
    """The places that must stay equal to the name at an offset; None where there are none."""
    model = model_at(snapshot, path, offset)
    return linked_at(model, offset) if model else None
