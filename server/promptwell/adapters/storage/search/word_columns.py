"""The words of a prompt, in the columns that weigh differently in a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.prompts.search.chunks import Chunk
from promptwell.domain.prompts.search.words import words_of

WEIGHTS = {
    "name": 10.0,
    "tags": 6.0,
    "description": 4.0,
    "path": 3.0,
    "about": 2.0,
    "system": 1.0,
    "user": 1.0,
    "assistant": 1.0,
    "other": 1.0,
}
"""What a word is worth by the column that it stands in: what a prompt is called says most about it."""

NAMING = ("name", "tags")
"""The columns of few words."""

_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}


class WordColumns(NamedTuple):
    """The words of a prompt by column; `about` has its model, category, owner and own fields."""

    name: Sequence[str]
    tags: Sequence[str]
    description: Sequence[str]
    path: Sequence[str]
    about: Sequence[str]
    system: Sequence[str]
    user: Sequence[str]
    assistant: Sequence[str]
    other: Sequence[str]


def columns_of_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """The columns that hold what is said in some roles."""
    return tuple(dict.fromkeys(_ROLES.get(role, "other") for role in roles))


def word_columns(record: PromptRecord, chunks: Iterable[Chunk]) -> WordColumns:
    """The words of a prompt as the index keeps them."""
    said: dict[str, list[str]] = {"system": [], "user": [], "assistant": [], "other": []}
    for chunk in chunks:
        if chunk.part == "message":
            said[_ROLES.get(chunk.role.lower(), "other")] += words_of(chunk.text)
    fields = (
        " ".join(held) if isinstance(held, tuple) else str(held) for held in record.fields.values()
    )
    return WordColumns(
        name=words_of(record.name),
        tags=words_of(" ".join(record.tags)),
        description=words_of(record.description),
        path=words_of(record.path),
        about=words_of(" ".join((record.model, record.category, record.owner, *fields))),
        **said,
    )
