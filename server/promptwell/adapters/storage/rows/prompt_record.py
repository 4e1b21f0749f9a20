"""A prompt's record as rows, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from promptwell.adapters.storage.tables import prompts
from promptwell.domain.prompts.record import MetadataValue, PromptRecord

_NAMES = (
    "id",
    "path",
    "name",
    "format",
    "content",
    "revision",
    "description",
    "model",
    "status",
    "category",
    "owner",
    "tags",
    "fields",
    "kept",
    "created",
    "updated",
    "archived",
    "deleted",
)

# PostgreSQL's indexes take values of about 2,700 bytes.
_INDEXED = ("name", "format", "model", "status", "category", "owner")
_LONGEST = 500

COLUMNS = tuple(prompts.c[name] for name in _NAMES)
"""What is read of a prompt."""


def indexed(text: str) -> str:
    """A text as indexes have it: its beginning, where nobody would look for all of it."""
    return text[:_LONGEST]


def record_of(row: Row[Any]) -> PromptRecord:
    """The record in a row of `COLUMNS`."""
    return PromptRecord(**dict(zip(_NAMES, row, strict=True)))


def row_of(record: PromptRecord, root: int) -> dict[str, Any]:
    """A record as a row of `prompts`."""
    row = {name: getattr(record, name) for name in _NAMES}
    row |= {name: indexed(row[name]) for name in _INDEXED}
    return {
        **row,
        "fields": dict(record.fields),
        "kept": dict(record.kept),
        "root_id": root,
        "file": record.file,
    }


def tag_rows(record: PromptRecord) -> Iterator[dict[str, Any]]:
    """The tags of a record, as rows of `prompt_tags`."""
    for tag in dict.fromkeys(map(indexed, record.tags)):
        yield {"prompt_id": record.id, "tag": tag}


def field_rows(record: PromptRecord) -> Iterator[dict[str, Any]]:
    """The fields of a record, as rows of `prompt_fields`."""
    for name, held in record.fields.items():
        values = held if isinstance(held, tuple) else (held,)
        for ordinal, value in enumerate(values):
            yield {
                "prompt_id": record.id,
                "name": name,
                "ordinal": ordinal,
                "value": indexed(_word(value)),
                "number": None if isinstance(value, str) else float(value),
            }


def _word(value: MetadataValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
