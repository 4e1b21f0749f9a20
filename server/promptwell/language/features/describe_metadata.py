"""What the keys and words under `metadata` mean, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.features.markdown import code, plain
from promptwell.language.features.symbol import Symbol
from promptwell.language.semantics.metadata_declarations import (
    OWN_KEYS,
    MetadataDeclarations,
    MetadataField,
)
from promptwell.language.semantics.prompt_metadata import keeps_metadata
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.keys.metadata import STATUSES

_CATEGORY = "What kind of work the prompt does."
_MOST_SHOWN = 20


def describe_metadata(
    document: PromptDocument, symbol: Symbol, declarations: MetadataDeclarations
) -> str:
    """A field of the settings, at its key or its value, or a status; "" for everything else."""
    if symbol.path[:1] != ("metadata",) or len(symbol.path) < 2 or not keeps_metadata(document):
        return ""
    name = str(symbol.path[1])
    if name == "status" and symbol.kind == "value" and symbol.name in STATUSES:
        return f"{code(symbol.name)} — status\n\n{STATUSES[symbol.name]}"
    if name == "category" and (symbol.kind == "key" or symbol.name in declarations.categories):
        head = f"{code(symbol.name)} — category" if symbol.kind == "value" else code(name)
        return f"{head}\n\n{_CATEGORY}\n\n{_one_of(declarations.categories)}"
    declared = declarations.fields.get(name)
    if declared is None or name in OWN_KEYS or len(symbol.path) > (2 + (symbol.kind == "value")):
        return ""
    return describe_field(name, declared)


def describe_field(name: str, declared: MetadataField) -> str:
    """A field that the settings declare: its type, what it means, its words."""
    head = f"{code(name)} — {declared.type}, {'required' if declared.required else 'optional'}"
    lines = [head, plain(declared.description)]
    if declared.values:
        lines.append(_one_of(declared.values))
    lines.append("A field of the settings.")
    return "\n\n".join(line for line in lines if line)


def _one_of(words: Sequence[str]) -> str:
    more = ", …" if len(words) > _MOST_SHOWN else ""
    return f"One of {', '.join(code(each) for each in words[:_MOST_SHOWN])}{more}."
