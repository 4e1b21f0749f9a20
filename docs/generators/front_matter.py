"""JSON Schemas of the front matter of each format that has one, for each of its dialects."""

from __future__ import annotations

import json
from typing import Any

from promptwell.language.syntax.formats.base import KeySchema, all_formats


def generate() -> dict[str, str]:
    """A schema for each dialect whose front matter has one."""
    found: dict[str, str] = {}
    for each in all_formats():
        for dialect in each.dialects:
            schema = each.schema(dialect)
            if schema is not None:
                content = json.dumps(
                    _Translation(dialect, schema).root(), indent=2, ensure_ascii=False
                )
                found[f"schemas/{dialect}.schema.json"] = content + "\n"
    return found


class _Translation:
    """One dialect's keys as JSON Schema; mappings that occur again, or in themselves, are definitions."""

    def __init__(self, dialect: str, schema: KeySchema) -> None:
        self._dialect = dialect
        self._schema = schema
        self._names: dict[Any, str] = {}
        self._definitions: dict[str, Any] = {}

    def root(self) -> dict[str, Any]:
        """The whole schema."""
        root = self._mapping(self._schema)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"Front matter of {self._dialect} files",
            **root,
            **({"$defs": self._definitions} if self._definitions else {}),
        }

    def _value(self, key: KeySchema) -> dict[str, Any]:
        choices: list[dict[str, Any]] = []
        for kind in key.types:
            if kind == "any":
                choices = [{}]
                break
            if kind == "mapping":
                choices.append(self._reference(key))
            elif kind == "list":
                item = key.item
                choices.append({"type": "array", **({"items": self._value(item)} if item else {})})
            elif kind == "string" and key.values:
                listed = {"enum": list(key.values)}
                choices.append({"anyOf": [listed, {"type": "string"}]} if key.suggested else listed)
            else:
                choices.append({"type": kind})
        value: dict[str, Any] = dict(choices[0]) if len(choices) == 1 else {"anyOf": choices}
        if key.doc:
            value["description"] = key.doc
        if key.deprecated:
            value["deprecated"] = True
            value["description"] = f"{key.doc} Deprecated: {key.deprecated}".strip()
        return value

    def _reference(self, key: KeySchema) -> dict[str, Any]:
        if not key.below and key.element is None:
            return {"type": "object"}
        # Keys made by one function are one definition, however often it is called.
        identity = (key.below, key.element, key.open)
        name = self._names.get(identity)
        if name is None:
            name = self._free_name(key.name or "value")
            self._names[identity] = name
            self._definitions[name] = {}
            self._definitions[name] = self._mapping(key)
        return {"$ref": f"#/$defs/{name}"}

    def _free_name(self, name: str) -> str:
        number, free = 2, name
        while free in self._definitions:
            free = f"{name}-{number}"
            number += 1
        return free

    def _mapping(self, key: KeySchema) -> dict[str, Any]:
        if key.named and key.item is not None:
            return {"type": "object", "additionalProperties": self._value(key.item)}
        properties: dict[str, Any] = {}
        for child in key.children:
            value = self._value(child)
            known = properties.get(child.name)
            # The same key may take different values beside different others.
            properties[child.name] = {"anyOf": [known, value]} if known else value
        required = [child.name for child in key.children if child.required and not _depends(child)]
        return {
            "type": "object",
            "properties": properties,
            **({"required": list(dict.fromkeys(required))} if required else {}),
            "additionalProperties": bool(key.open or not properties),
        }


def _depends(key: KeySchema) -> bool:
    """Whether the key has a meaning only beside some values of another."""
    return key.when is not None or key.unless is not None
