"""The record of a prompt: what its file says, and what the store alone knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex

from promptwell.domain.prompts.reading import FileReading, ReadPrompt
from promptwell.domain.prompts.record import MetadataValue, PromptRecord

ARCHIVED = "archived"


def new_identity() -> str:
    """An identity that nothing else has."""
    return token_hex(16)


def record_of(
    prompt: ReadPrompt, reading: FileReading, before: PromptRecord | None, now: datetime
) -> PromptRecord:
    """The record of a prompt as it was read, with the identity and the kept metadata that it had."""
    changed = _changed(reading, now)
    old = before or PromptRecord(
        id=new_identity(), path="", name="", format="", content="", created=changed, updated=changed
    )
    record = with_metadata(
        replace(
            old,
            path=prompt.path,
            name=prompt.name,
            format=prompt.format,
            content=reading.content,
            description=prompt.description,
            model=prompt.model,
            deleted=None,
        ),
        prompt,
        old.kept,
    )
    if before is None or replace(record, path=before.path, deleted=before.deleted) == before:
        return record
    return replace(record, updated=changed if record.content != before.content else now)


def with_metadata(
    record: PromptRecord, prompt: ReadPrompt, kept: Mapping[str, MetadataValue]
) -> PromptRecord:
    """The record with what its file says of it, and for all else what is kept by hand."""
    said = prompt.metadata
    by_hand = kept.get("tags", ())
    tags = (*said.tags, *(by_hand if isinstance(by_hand, tuple) else ()))
    own = ("tags", "status", "category", "owner")
    fields = {name: value for name, value in kept.items() if name not in own}
    status = said.status or str(kept.get("status", ""))
    return replace(
        record,
        tags=tuple(dict.fromkeys(tags)),
        status=status,
        category=said.category or str(kept.get("category", "")),
        owner=said.owner or str(kept.get("owner", "")),
        fields={**fields, **said.fields},
        kept=dict(kept),
        archived=status == ARCHIVED,
    )


def _changed(reading: FileReading, now: datetime) -> datetime:
    """When the file was changed; now where that was a moment ago, or is said to be yet to come."""
    nanoseconds = reading.stamp[0]
    if nanoseconds <= 0:
        return now
    return min(now, datetime.fromtimestamp(nanoseconds // 1_000 / 1_000_000, UTC))
