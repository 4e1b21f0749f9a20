"""Edits to a text: what a fix, a rename or a conversion changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from promptwell.language.text.source import Span


class TextEdit(NamedTuple):
    """Replace one range by new text; an empty range inserts, empty text deletes."""

    span: Span
    new_text: str


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """The text after all edits, each given in offsets of the original.

    Raises:
        ValueError: two edits overlap; which of them wins would be a guess.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits):
        if edit.span.start < position:
            raise ValueError(f"overlapping edits at offset {edit.span.start}")
        pieces.append(text[position : edit.span.start])
        pieces.append(edit.new_text)
        position = edit.span.end
    pieces.append(text[position:])
    return "".join(pieces)


def without_overlaps(edits: Iterable[Iterable[TextEdit]]) -> list[TextEdit]:
    """As many whole groups of edits as apply together: a group that touches an earlier one is left out."""
    chosen: list[TextEdit] = []
    for group in edits:
        candidate = list(group)
        if all(not _collide(edit, other) for edit in candidate for other in chosen):
            chosen.extend(candidate)
    return sorted(chosen)


def _collide(one: TextEdit, other: TextEdit) -> bool:
    return one.span == other.span or one.span.overlaps(other.span)
