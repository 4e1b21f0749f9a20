"""A prompt as operations show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from promptwell.domain.prompts.record import PromptRecord

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

Value = str | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrompt:
    """What is known about a prompt. `revision` counts its changes: an update names the one it saw."""

    path: str
    name: str
    format: str
    description: str = ""
    status: str = ""
    category: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict)
    model: str = ""
    projects: tuple[str, ...] = ()
    revision: int
    id: str
    created: datetime
    updated: datetime
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPrompts:
    """The prompts as they are now."""

    prompts: tuple[ShownPrompt, ...]


def shown(rows: Transaction, record: PromptRecord) -> ShownPrompt:
    """A record with the names of its projects."""
    return ShownPrompt(
        path=record.path,
        name=record.name,
        format=record.format,
        description=record.description,
        status=record.status,
        category=record.category,
        owner=record.owner,
        tags=record.tags,
        fields=dict(record.fields),
        model=record.model,
        projects=tuple(each.name for each in rows.projects.of_prompt(record.id)),
        revision=record.revision,
        id=record.id,
        created=record.created,
        updated=record.updated,
        deleted=record.deleted,
    )
