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

COLUMNS = tuple(prompts.c[name] for name in _NAMES)
"""What is read of a prompt."""


def record_of(row: Row[Any]) -> PromptRecord:
    """The record in a row of `COLUMNS`."""
    return PromptRecord(**dict(zip(_NAMES, row, strict=True)))


def row_of(record: PromptRecord, root: int) -> dict[str, Any]:
    """A record as a row of `prompts`."""
    row = {name: getattr(record, name) for name in _NAMES}
    return {
        **row,
        "fields": dict(record.fields),
        "kept": dict(record.kept),
        "root_id": root,
        "file": record.file,
    }


def tag_rows(record: PromptRecord) -> Iterator[dict[str, Any]]:
    """The tags of a record, as rows of `prompt_tags`."""
    for tag in dict.fromkeys(record.tags):
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
                "value": _word(value),
                "number": None if isinstance(value, str) else float(value),
            }


def _word(value: MetadataValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
