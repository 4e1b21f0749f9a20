"""A prompt as the repository knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

MetadataValue = str | int | float | bool | tuple[str, ...]
"""The value of a field of a prompt's metadata. A date is a text as ISO 8601 writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptRecord:
    """One prompt: where it is, what it is called, what is kept about it.

    `id` stays when the prompt is renamed or moved. `path` is relative to the workspace, with
    forward slashes; a prompt in a file of several has the file's path, `#` and its name there.
    `content` is the SHA-256 of its file's text, which the store keeps under it.
    `revision` counts the changes of this record: an update names the one it saw. `deleted` is
    when the prompt went; it can be restored. `kept` is the metadata by name that the store alone
    knows, because the prompt's format has no place for it; what holds of both stands in the fields above.
    """

    id: str
    path: str
    name: str
    format: str
    content: str
    revision: int = 1
    description: str = ""
    model: str = ""
    status: str = ""
    category: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    fields: Mapping[str, MetadataValue] = field(default_factory=dict)
    kept: Mapping[str, MetadataValue] = field(default_factory=dict)
    created: datetime
    updated: datetime
    archived: bool = False
    deleted: datetime | None = None

    @property
    def file(self) -> str:
        """The path of the file that holds the prompt."""
        return self.path.partition("#")[0]
