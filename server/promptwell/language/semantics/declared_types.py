"""The type that an input's declaration states."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.semantics.types import ANY, Type, TypeKind, merge, type_of
from promptwell.language.syntax.yaml.node import YamlNode

# Prompty v2 kinds, v1 types, and the names that promptflow uses for them.
_KINDS: dict[str, TypeKind] = {
    **dict.fromkeys(("string", "str", "text", "secret"), "string"),
    **dict.fromkeys(("integer", "int"), "integer"),
    **dict.fromkeys(("number", "float", "double"), "float"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    **dict.fromkeys(("array", "list"), "array"),
    **dict.fromkeys(("object", "dict", "map"), "object"),
    "null": "null",
    "thread": "thread",
    "image": "image",
    "file": "file",
    "audio": "audio",
}


def type_of_property(node: YamlNode) -> Type:
    """The type that a property's mapping declares: by kind, items, properties and allowed values.

    A scalar in place of a mapping is a value of the type that is meant.
    """
    if node.kind != "mapping":
        return ANY if is_reference(node) or node.kind == "alias" else type_of(node.plain())
    kind = _KINDS.get(kind_of_property(node).lower(), "any")
    if kind == "array":
        items = node.get("items")
        return Type("array", _item_type(items) if items is not None else None)
    if kind == "object":
        properties = node.get("properties")
        fields = dict(_fields(properties)) if properties is not None else {}
        return Type("object", fields=fields, closed=bool(fields))
    if kind != "any":
        return Type(kind)
    allowed = node.get("enumValues") or node.get("enum")
    known = ANY
    for value in allowed.items if allowed is not None else ():
        known = merge(known, type_of(value.value))
    return known


def kind_of_property(node: YamlNode) -> str:
    """The kind as it is written: `kind` of v2, `type` of v1, or ""."""
    for key in ("kind", "type"):
        value = node.get(key)
        if value is not None and value.text():
            return str(value.value)
    return ""


def named_properties(node: YamlNode) -> Iterator[tuple[YamlNode, YamlNode]]:
    """Each name and its property, of the map form and of the list form alike."""
    if node.kind == "mapping":
        for entry in node.entries:
            if entry.name != "<<":
                yield entry.key, entry.value
    for item in node.items:
        name = item.get("name")
        if name is not None and name.kind == "scalar" and name.value not in (None, ""):
            yield name, item


def is_reference(node: YamlNode) -> bool:
    """Whether a value is `${env:...}` or `${file:...}`, which says nothing of its type."""
    return isinstance(node.value, str) and node.value.startswith("${")


def _item_type(node: YamlNode) -> Type:
    if node.kind == "scalar" and isinstance(node.value, str):
        return Type(_KINDS.get(node.value.lower(), "any"))
    return type_of_property(node) if node.kind == "mapping" else ANY


def _fields(node: YamlNode) -> Iterator[tuple[str, Type]]:
    for name, value in named_properties(node):
        yield str(name.value), type_of_property(value)
