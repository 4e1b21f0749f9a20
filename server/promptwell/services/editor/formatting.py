"""How a file is laid out, all of it or in part, and what is added while somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.formatting.on_type import on_type as typed_at
from promptwell.language.features.in_files import format_file, format_file_ranges
from promptwell.language.semantics.containers import edits_in_file
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_at, model_of
from promptwell.services.workspace import Snapshot


def format_document(snapshot: Snapshot, path: str, *, trim: bool = True) -> tuple[TextEdit, ...]:
    """The edits that lay a file out; `trim` takes away spaces at line ends of the front matter."""
    return format_file(snapshot.project, path, trim=trim) if model_of(snapshot, path) else ()


def format_ranges(
    snapshot: Snapshot, path: str, ranges: Sequence[Span], *, trim: bool = True
) -> tuple[TextEdit, ...]:
    """The edits that lay out what the ranges touch."""
    if model_of(snapshot, path) is None:
        return ()
    return format_file_ranges(snapshot.project, path, ranges, trim=trim)


def on_type(snapshot: Snapshot, path: str, offset: int, typed: str) -> tuple[TextEdit, ...]:
    """The edits behind a character that was just typed before the cursor."""
    model = model_at(snapshot, path, offset, names=False)
    if model is None:
        return ()
    edits = typed_at(model.document, offset, typed)
    return edits_in_file(snapshot.project, model.document.path, edits) or ()
