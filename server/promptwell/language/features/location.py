"""Places in files, as the features answer with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

FileEdits = Mapping[str, tuple[TextEdit, ...]]


class Location(NamedTuple):
    """A range of a file."""

    path: str
    span: Span


def replacing(places: Iterable[Location], new_text: str) -> FileEdits:
    """The edits, by file, that put a text into each of the places."""
    edits: dict[str, dict[Span, TextEdit]] = {}
    for path, span in places:
        edits.setdefault(path, {})[span] = TextEdit(span, new_text)
    return {path: tuple(sorted(found.values())) for path, found in edits.items()}
