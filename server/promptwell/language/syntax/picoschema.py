"""Picoschema, the short way in which Dotprompt files write the fields of inputs and outputs.

`tags?(array, what it is about): string` is an optional list of texts. A schema that has a `type` of
JSON Schema at its top, or `properties`, is JSON Schema and read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import Span

SCALARS = ("string", "number", "integer", "boolean", "null", "any")
"""The types of single values."""

SchemaKind = Literal[
    "string", "number", "integer", "boolean", "null", "any", "object", "array", "enum", "named"
]  # fmt: skip

_RULE = "invalid-picoschema"
_KINDS: dict[str, SchemaKind] = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "null": "null",
    "any": "any",
    "object": "object",
    "array": "array",
}
_OTHER_NAMES: dict[str, SchemaKind] = {
    "str": "string",
    "text": "string",
    "int": "integer",
    "float": "number",
    "double": "number",
    "bool": "boolean",
    "date": "string",
}
_WILDCARD = "(*)"
_KEY = re.compile(r"(?P<name>[^(]*?)(?P<optional>\??)(?:\((?P<info>.*)\)(?P<late>\?)?)?", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$./:-]*")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Schema:
    """The type of a value. `span` is where its type is written, `name` that of a schema defined in code.

    `json_schema` holds the data of a schema that is written as JSON Schema.
    """

    kind: SchemaKind
    span: Span
    description: str = ""
    fields: tuple[Field, ...] = ()
    item: Schema | None = None
    values: tuple[Any, ...] = ()
    others: Schema | None = None
    name: str = ""
    json_schema: Any = None

    @property
    def is_open(self) -> bool:
        """Whether there may be fields that the schema does not name."""
        return self.others is not None or self.kind in ("any", "named")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object; `node` covers its whole entry, `holder` is the path of keys above it."""

    name: str
    name_span: Span
    node: Span
    schema: Schema
    optional: bool = False


def read_schema(node: YamlNode) -> tuple[Schema, tuple[Problem, ...]]:
    """The schema that a value of the front matter writes, and what Dotprompt refuses in it."""
    reader = _Reader()
    schema = reader.top(node)
    return schema, tuple(reader.problems)


def is_json_schema(node: YamlNode) -> bool:
    """Whether a schema is JSON Schema: it has a type of JSON Schema at the top, or `properties`."""
    if node.kind != "mapping":
        return False
    kind, properties = node.get("type"), node.get("properties")
    named = kind is not None and kind.text() in _KINDS
    return named or (properties is not None and properties.kind == "mapping")


def to_json_schema(schema: Schema) -> dict[str, Any]:
    """The JSON Schema that Dotprompt makes of a schema, at its top."""
    found = _json(schema)
    return {"type": "any", **found} if schema.kind == "any" and not schema.json_schema else found


def _json(schema: Schema) -> dict[str, Any]:
    if schema.json_schema is not None:
        return dict(schema.json_schema)
    found: dict[str, Any] = {}
    if schema.kind == "named":
        found["$ref"] = schema.name
    elif schema.kind == "enum":
        found["enum"] = list(schema.values)
    elif schema.kind == "array":
        found |= {"type": "array", "items": _json(schema.item) if schema.item else {}}
    elif schema.kind == "object":
        others = _json(schema.others) if schema.others is not None else False
        required = [each.name for each in schema.fields if not each.optional]
        properties = {each.name: _property(each) for each in schema.fields}
        found |= {"type": "object", "properties": properties, "additionalProperties": others}
        found |= {"required": required} if required else {}
    elif schema.kind != "any":
        found["type"] = schema.kind
    return found | ({"description": schema.description} if schema.description else {})


def _property(field: Field) -> dict[str, Any]:
    found = _json(field.schema)
    if field.optional and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    if field.optional and "enum" in found and None not in found["enum"]:
        found["enum"] = [*found["enum"], None]
    return found


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def top(self, node: YamlNode) -> Schema:
        if node.kind == "missing" or (node.kind == "scalar" and node.value is None):
            return Schema("any", node.span)
        if is_json_schema(node):
            return self._json_schema(node, 0)
        return self._pico(node, 0)

    def _pico(self, node: YamlNode, depth: int) -> Schema:
        text = node.text()
        if text is not None:
            return self._scalar(node, text)
        if node.kind == "alias" or depth > _DEEPEST:
            return Schema("any", node.span)
        if node.kind != "mapping":
            written = "an empty value" if node.kind == "missing" else f"`{_shown(node)}`"
            message = f"Picoschema has types and mappings of fields, and {written} is neither"
            self._fault(node.span, message)
            return Schema("any", node.span)
        fields: list[Field] = []
        others = None
        for entry in node.entries:
            if entry.name == _WILDCARD:
                others = self._pico(entry.value, depth + 1)
            else:
                fields.append(self._field(entry, depth))
        return Schema("object", node.span, "", tuple(fields), others=others)

    def _field(self, entry: YamlEntry, depth: int) -> Field:
        match = _KEY.fullmatch(entry.name)
        start = entry.key.span.start + (entry.key.style in ("single", "double"))
        if match is None:
            self._fault(entry.key.span, f"`{entry.name}` lacks a `)`")
            place = Span(start, entry.key.span.end)
            return Field(entry.name, place, entry.span, self._pico(entry.value, depth + 1))
        name, info = match["name"], match["info"]
        if match["late"]:
            better = f"{name}?({info})"
            self._fault(entry.key.span, f"the `?` stands behind the name: `{better}`")
        schema = (
            self._typed(entry, info, depth)
            if info is not None
            else self._pico(entry.value, depth + 1)
        )
        optional = bool(match["optional"] or match["late"])
        return Field(name, Span(start, start + len(name)), entry.span, schema, optional)

    def _typed(self, entry: YamlEntry, info: str, depth: int) -> Schema:
        kind, description = _described(info)
        value = entry.value
        if kind == "array":
            return Schema("array", value.span, description, item=self._pico(value, depth + 1))
        if kind == "object":
            inner = self._pico(value, depth + 1)
            return Schema(
                inner.kind, inner.span, description or inner.description, inner.fields,
                inner.item, inner.values, inner.others, inner.name, inner.json_schema,
            )  # fmt: skip
        if kind == "enum":
            if value.kind != "sequence":
                self._fault(
                    value.span, "the values of an enum are a list: `[LOW, HIGH]`", accepted=True
                )
            values = tuple(item.plain() for item in value.items)
            return Schema("enum", value.span, description, values=values)
        message = f"in brackets stand `array`, `object` or `enum`, and `{kind}` is none of them"
        self._fault(entry.key.span, message)
        return self._pico(value, depth + 1)

    def _scalar(self, node: YamlNode, text: str) -> Schema:
        kind, description = _described(text)
        start = node.span.start + (node.style in ("single", "double"))
        place = Span(start, start + len(kind)) if "\n" not in kind else node.span
        if kind in SCALARS:
            return Schema(_KINDS[kind], place, description)
        if kind.endswith("[]"):
            inner = kind.removesuffix("[]")
            self._fault(
                place, f"Picoschema has no `{kind}`: a list is written `name(array): {inner}`"
            )
            return Schema("array", place, description, item=Schema(_KINDS.get(inner, "any"), place))
        if not _NAME.fullmatch(kind):
            self._fault(place, f"`{kind}` is no type of Picoschema, and no name of a schema")
            return Schema("any", place, description)
        if kind in _OTHER_NAMES:
            better = _OTHER_NAMES[kind]
            message = f"`{kind}` is no type of Picoschema; did you mean `{better}`?"
            self._fault(place, message, accepted=True)
            return Schema(better, place, description)
        return Schema("named", place, description, name=kind)

    def _json_schema(self, node: YamlNode, depth: int) -> Schema:
        """JSON Schema, as far as fields and types go."""
        text = node.text()
        if text is not None or node.kind != "mapping" or depth > _DEEPEST:
            return Schema(_KINDS.get(text or "", "any"), node.span)
        written = node.get("type")
        name = written.text() if written is not None else None
        properties, items, values = node.get("properties"), node.get("items"), node.get("enum")
        kind = _KINDS.get(name or "object" if properties else name or "", "any")
        if values is not None:
            kind = "enum"
        fields = tuple(self._properties(node, depth)) if properties is not None else ()
        closed = node.get("additionalProperties")
        is_open = kind == "object" and not fields and not (closed and closed.value is False)
        return Schema(
            kind,
            written.span if written is not None else node.span,
            _text(node, "description"),
            fields,
            self._json_schema(items, depth + 1) if items is not None else None,
            tuple(item.plain() for item in values.items) if values is not None else (),
            Schema("any", node.span) if is_open else None,
            json_schema=_plain(node) if depth == 0 else None,
        )

    def _properties(self, node: YamlNode, depth: int) -> Iterator[Field]:
        properties, needed = node.get("properties"), node.get("required")
        required = {item.text() for item in needed.items} if needed is not None else None
        for entry in properties.entries if properties is not None else ():
            start = entry.key.span.start + (entry.key.style in ("single", "double"))
            place = Span(start, start + len(entry.name))
            schema = self._json_schema(entry.value, depth + 1)
            yield Field(
                entry.name,
                place,
                entry.span,
                schema,
                required is not None and entry.name not in required,
            )

    def _fault(self, span: Span, message: str, *, accepted: bool = False) -> None:
        self.problems.append(Problem(_RULE, span, message, accepted=accepted))


def _plain(node: YamlNode) -> dict[str, Any]:
    data: dict[str, Any] = node.plain()
    return data if node.get("type") is not None else {**data, "type": "object"}


def _described(text: str) -> tuple[str, str]:
    kind, comma, description = text.partition(",")
    return (kind, description.lstrip(" ")) if comma else (text, "")


def _shown(node: YamlNode) -> str:
    return str(node.plain())[:40]


def _text(node: YamlNode, key: str) -> str:
    value = node.get(key)
    return (value.text() or "") if value is not None else ""
