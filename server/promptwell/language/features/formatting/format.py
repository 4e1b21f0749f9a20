"""The edits that lay a prompt file out: its front matter, the insides of its tags, never its words."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.formatting.front_matter import (
    format_front_matter,
    says_the_same,
)
from promptwell.language.features.formatting.tags import format_tags
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.edit import TextEdit, apply_edits
from promptwell.language.text.source import Span


def format_document(document: PromptDocument, *, trim: bool = True) -> tuple[TextEdit, ...]:
    """The edits of a whole file, in the order of the text.

    What is broken stays as it is, and so does all that a model reads. `trim` takes away spaces at
    line ends of the front matter.
    """
    return (*format_front_matter(document, trim=trim), *format_tags(document))


def format_ranges(
    document: PromptDocument, ranges: Sequence[Span], *, trim: bool = True
) -> tuple[TextEdit, ...]:
    """The edits of what the ranges touch: whole tags, and whole top-level keys of the front matter."""
    tags = [edit for edit in format_tags(document) if _meets(_tag_of(document, edit), ranges)]
    keys = [
        edit
        for edit in format_front_matter(document, trim=trim)
        if _meets(_key_of(document, edit), ranges)
    ]
    if keys and document.front_matter is not None:
        # Some of the edits alone might not go together.
        content = document.front_matter.content
        here = [TextEdit(edit.span.shift(-content.start), edit.new_text) for edit in keys]
        before = document.source.slice(content)
        if not says_the_same(before, apply_edits(before, here)):
            keys = []
    return (*keys, *tags)


def _tag_of(document: PromptDocument, edit: TextEdit) -> Span:
    island = document.template.island_at(edit.span.end)
    return island.span if island else edit.span


def _key_of(document: PromptDocument, edit: TextEdit) -> Span:
    """The lines of the top-level entry that an edit lies in, or the edit's own place between them."""
    source = document.source
    for entry in document.root.entries:
        start = source.line_starts[source.line_number(entry.span.start)]
        if start <= edit.span.start <= entry.span.end:
            return Span(start, entry.span.end)
    return edit.span


def _meets(place: Span, ranges: Sequence[Span]) -> bool:
    return any(place.start <= each.end and each.start <= place.end for each in ranges)
