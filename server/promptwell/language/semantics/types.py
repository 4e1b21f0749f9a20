"""Types of values, as far as declarations, data and use tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

TypeKind = Literal[
    "any",
    "string",
    "integer",
    "float",
    "boolean",
    "null",
    "array",
    "object",
    "thread",
    "image",
    "file",
    "audio",
]


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its kind, the items' type of an array, the fields of an object.

    `closed` means the fields are all there are (they come from a declared schema);
    an open object may have more than the examples show.
    """

    kind: TypeKind = "any"
    item: Type | None = None
    fields: dict[str, Type] = field(default_factory=dict)
    closed: bool = False

    def __str__(self) -> str:
        if self.kind == "array" and self.item and self.item.kind != "any":
            return f"array of {self.item}"
        return self.kind

    def attribute(self, name: str) -> Type:
        """The type of `value.name`, or of an element where the name is `[]`; `any` if unknown."""
        if name == "[]":
            return self.element()
        return self.fields.get(name, ANY)

    def element(self) -> Type:
        """The type of what a loop over the value yields."""
        if self.kind == "array":
            return self.item or ANY
        if self.kind == "thread":
            return MESSAGE
        if self.kind in ("object", "string"):
            return STRING
        return ANY


ANY = Type()
STRING = Type("string")
INTEGER = Type("integer")
FLOAT = Type("float")
BOOLEAN = Type("boolean")
MESSAGE = Type("object", fields={"role": STRING, "content": STRING})


def type_of(value: Any) -> Type:
    """The type of a JSON value; an object's fields and an array's items as the value shows them."""
    if value is None:
        return ANY
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, float):
        return FLOAT
    if isinstance(value, str):
        return STRING
    if isinstance(value, list):
        item: Type | None = None
        for element in value[:50]:
            item = type_of(element) if item is None else merge(item, type_of(element))
        return Type("array", item=item)
    if isinstance(value, dict):
        return Type("object", fields={str(key): type_of(inner) for key, inner in value.items()})
    return ANY


def merge(one: Type, other: Type) -> Type:
    """The type that covers both; `any` gives way, unlike kinds become `any`, fields come together."""
    if one.kind == "any":
        return other
    if other.kind == "any" or one == other:
        return one
    if {one.kind, other.kind} == {"integer", "float"}:
        return FLOAT
    if one.kind != other.kind:
        return ANY
    if one.kind == "array":
        if one.item and other.item:
            return Type("array", item=merge(one.item, other.item))
        return Type("array", item=one.item or other.item)
    if one.kind == "object":
        if one.closed or other.closed:
            return one if one.closed else other
        # Only what the other adds is looked at: a large file reads one more field in each place.
        fields = dict(one.fields)
        for name, type_ in other.fields.items():
            fields[name] = merge(fields[name], type_) if name in fields else type_
        return Type("object", fields=fields)
    return one
