"""The settings about the metadata of prompts: categories, and fields of a team's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from promptwell.language.semantics.metadata_declarations import (
    CATEGORIES,
    FieldType,
    MetadataDeclarations,
    MetadataField,
)
from promptwell.settings.reading import READ_AS


@dataclass(frozen=True, kw_only=True)
class FieldSettings:
    """One field of the metadata that prompts may have."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    type: FieldType = "string"
    """What a value is: a text, a number, `true` or `false`, a day (`2026-01-31`), one of `values`, or a
    list of texts."""

    values: tuple[str, ...] = ()
    """The words that an `enum` may be, and that the items of a `list` may be."""

    required: bool = False
    """Whether every managed prompt must have the field."""

    description: str = ""
    """What the field means: shown in editors."""


@dataclass(frozen=True, kw_only=True)
class MetadataSettings:
    """What the metadata of prompts may say."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    categories: tuple[str, ...] = CATEGORIES
    """What `metadata.category` of a prompt may be."""

    fields: Mapping[str, FieldSettings] = field(default_factory=dict)
    """Fields of your own under `metadata` of a prompt, each a table with its name:
    `[metadata.fields.team]`. All of its keys may be left out."""

    def declarations(self) -> MetadataDeclarations:
        """The same as rules and editor take it."""
        fields = {
            name: MetadataField(each.type, each.values, each.required, each.description)
            for name, each in self.fields.items()
        }
        return MetadataDeclarations(self.categories, fields)
