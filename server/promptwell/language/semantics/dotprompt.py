"""What a `.prompt` file declares: the fields of `input.schema`, the values of `input.default`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from promptwell.language.semantics.model import ABSENT, Declaration
from promptwell.language.semantics.types import (
    ANY,
    BOOLEAN,
    FLOAT,
    INTEGER,
    STRING,
    Type,
    merge,
    type_of,
)
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.picoschema import Field, Schema, read_schema
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span

_SCALARS = {
    "string": STRING,
    "integer": INTEGER,
    "number": FLOAT,
    "boolean": BOOLEAN,
    "null": Type("null"),
}


def is_prompt_file(document: PromptDocument) -> bool:
    """Whether a document has the front matter of Dotprompt."""
    return document.format == "dotprompt"


def prompt_declarations(document: PromptDocument) -> tuple[Declaration, ...]:
    """The inputs of a `.prompt` file, each place of each in the order of the text."""
    schema = input_schema(document)
    defaults = document.root.get("input", "default")
    given = {each.name: each for each in defaults.entries} if defaults is not None else {}
    found = [_declared(field, given.get(field.name)) for field in (schema.fields if schema else ())]
    named = {each.name for each in found}
    found += (
        _supplied(each, "sample" if each.name in named else "inputs") for each in given.values()
    )
    return tuple(sorted(found, key=lambda each: each.node))


def input_schema(document: PromptDocument) -> Schema | None:
    """The schema of the inputs; None where the file has none."""
    node = document.root.get("input", "schema")
    return read_schema(node)[0] if node is not None else None


def takes_any_input(document: PromptDocument) -> bool:
    """Whether a `.prompt` file may be given inputs that it does not name.

    It has no schema, one that stands in the application's code, or one with `(*)`.
    """
    if not is_prompt_file(document):
        return False
    schema = input_schema(document)
    return schema is None or schema.is_open


def type_of_schema(schema: Schema) -> Type:
    """The type that a schema describes."""
    if schema.kind == "array":
        return Type("array", type_of_schema(schema.item) if schema.item else None)
    if schema.kind == "object":
        fields = {each.name: type_of_schema(each.schema) for each in schema.fields}
        return Type("object", fields=fields, closed=bool(fields) and not schema.is_open)
    if schema.kind == "enum":
        known = ANY
        for value in schema.values:
            known = merge(known, type_of(value))
        return known
    return _SCALARS.get(schema.kind, ANY)


def fields_holder(document: PromptDocument) -> tuple[tuple[str, ...], YamlNode] | None:
    """The mapping in which the inputs stand, with the keys that lead to it; None where there is none."""
    for path in (("input", "schema", "properties"), ("input", "schema")):
        node = document.root.get(*path)
        if node is not None and node.kind == "mapping":
            return path, node
    return None


def field_at(document: PromptDocument, path: Sequence[str]) -> Field | None:
    """The field of the input schema that a path of names leads to; `[]` is an item of a list."""
    schema = input_schema(document)
    found = None
    for name in path:
        if schema is None:
            return None
        if name == "[]":
            schema = schema.item
            continue
        found = next((each for each in schema.fields if each.name == name), None)
        schema = found.schema if found is not None else None
    return found if schema is not None else None


def holder_of(document: PromptDocument, place: Span) -> tuple[str, ...]:
    """The keys that lead to the mapping in which a declaration stands."""
    defaults = document.root.get("input", "default")
    if defaults is not None and defaults.span.covers(place):
        return ("input", "default")
    holder = fields_holder(document)
    return holder[0] if holder is not None else ("input", "schema")


def _declared(field: Field, default: YamlEntry | None) -> Declaration:
    schema = field.schema
    span = schema.span
    return Declaration(
        field.name,
        field.name_span,
        field.node,
        "inputs",
        type_of_schema(schema),
        schema.name or schema.kind,
        span if schema.kind not in ("object", "enum", "array") else None,
        not field.optional and default is None,
        default.value.plain() if default is not None else ABSENT,
        default.value.span if default is not None else None,
        description=schema.description,
    )


def _supplied(entry: YamlEntry, origin: Literal["inputs", "sample"]) -> Declaration:
    start = entry.key.span.start + (entry.key.style in ("single", "double"))
    place = Span(start, start + len(entry.name))
    value = entry.value.plain()
    return Declaration(
        entry.name,
        place,
        entry.span,
        origin,
        type_of(value),
        default=value,
        default_span=entry.value.span,
    )
