"""The part of a text that belongs to one prompt: of a file that holds hundreds, not the whole each time."""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument


def own_text(document: PromptDocument) -> tuple[int, str]:
    """Where a prompt's body begins and how it reads; in a file of many, from its first to its last place."""
    embedding = document.embedding
    if embedding is None or not embedding.places:
        return document.body.start, document.text[document.body.start :]
    start = min(place.start for place in embedding.places)
    end = max(place.end for place in embedding.places)
    return start, document.text[start:end]
