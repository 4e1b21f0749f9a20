"""What a team's settings say about the metadata of its prompts: categories, and fields of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldType = Literal["string", "number", "boolean", "date", "enum", "list"]

CATEGORIES = (
    "agent",
    "analysis",
    "chat",
    "classification",
    "coding",
    "evaluation",
    "extraction",
    "rewriting",
    "summarization",
    "translation",
    "writing",
    "other",
)
"""The categories of a team that sets none."""

FOUND_BY = ("tags", "status", "category", "owner")
"""The keys under `metadata` that every prompt may have, and is found and sorted by."""

OWN_KEYS = frozenset(
    (*FOUND_BY, "version", "authors", "portable", "budget", "trust", "dataset", "datasets", "tests")
)
"""The keys under `metadata` that mean something to Promptwell, and are no fields of a team's own."""


@dataclass(frozen=True, slots=True)
class MetadataField:
    """One field of a team's own. `values` are those that an `enum`, and an item of a `list`, may have."""

    type: FieldType = "string"
    values: tuple[str, ...] = ()
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class MetadataDeclarations:
    """The categories and fields that prompts may have."""

    categories: tuple[str, ...] = CATEGORIES
    fields: Mapping[str, MetadataField] = field(default_factory=dict)

    @property
    def are_set(self) -> bool:
        """Whether a team has said anything about metadata; else only Promptwell's own words count."""
        return bool(self.fields) or self.categories != CATEGORIES

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that every prompt must have."""
        return tuple(name for name, each in self.fields.items() if each.required)
