"""How a file is laid out, all of it or in part, and what is added while somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.formatting.format import format_document as of_document
from promptwell.language.features.formatting.format import format_ranges as of_ranges
from promptwell.language.features.formatting.on_type import on_type as typed_at
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def format_document(snapshot: Snapshot, path: str, *, trim: bool = True) -> tuple[TextEdit, ...]:
    """The edits that lay a file out; `trim` takes away spaces at line ends of the front matter."""
    model = model_of(snapshot, path)
    return of_document(model.document, trim=trim) if model else ()


def format_ranges(
    snapshot: Snapshot, path: str, ranges: Sequence[Span], *, trim: bool = True
) -> tuple[TextEdit, ...]:
    """The edits that lay out what the ranges touch."""
    model = model_of(snapshot, path)
    return of_ranges(model.document, ranges, trim=trim) if model else ()


def on_type(snapshot: Snapshot, path: str, offset: int, typed: str) -> tuple[TextEdit, ...]:
    """The edits behind a character that was just typed before the cursor."""
    model = model_of(snapshot, path)
    return typed_at(model.document, offset, typed) if model else ()
