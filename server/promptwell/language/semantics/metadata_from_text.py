"""Metadata that somebody typed: `--set score=4.5` gives a number where the settings declare one."""

from __future__ import annotations

from typing import Any

from promptwell.language.semantics.metadata_declarations import MetadataDeclarations
from promptwell.language.semantics.metadata_validation import declared_field
from promptwell.language.syntax.yaml.scalars import plain_value


def metadata_from_text(name: str, text: str, declarations: MetadataDeclarations) -> Any:
    """The value that a text means for a key; the text itself where it means none, and None for nothing.

    A list has commas between its items. Whether the value is allowed is told by `change_problems`.
    """
    declared = declared_field(name, declarations)
    text = text.strip()
    if declared is not None and declared.type == "list":
        return [each.strip() for each in text.split(",") if each.strip()]
    if not text:
        return None
    if declared is not None and declared.type in ("number", "boolean"):
        return plain_value(text)
    return text
