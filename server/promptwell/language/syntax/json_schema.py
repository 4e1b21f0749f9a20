"""JSON Schema's objects as Prompty v2's properties, as far as the two say the same."""

from __future__ import annotations

from typing import Any

_KINDS = {"number": "float"}
_COMMON = ("description", "default")
_KNOWN = frozenset(
    {
        "type",
        "description",
        "default",
        "enum",
        "items",
        "properties",
        "required",
        "title",
        "examples",
    }
)
_DEEPEST = 20


def is_schema(schema: Any, depth: int = 0) -> bool:
    """Whether a schema of an object says nothing that properties can't."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return False
    if schema.get("type", "object") != "object" or "enum" in schema:
        return False
    properties = schema.get("properties", {})
    return (
        not schema.keys() - _KNOWN - {"additionalProperties", "$schema"}
        and isinstance(properties, dict)
        and isinstance(schema.get("required", []), list)
        and all(_is_property(each, depth + 1) for each in properties.values())
    )


def properties_of_schema(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The properties of an object's schema, in their order; ask `is_schema` first."""
    required = schema.get("required", [])
    found = []
    for name, written in schema.get("properties", {}).items():
        found.append({"name": name, **_property(written)})
        if name in required:
            found[-1]["required"] = True
    return found


def _is_property(written: Any, depth: int) -> bool:
    if not isinstance(written, dict) or not isinstance(written.get("type"), str):
        return False
    if written.keys() - _KNOWN:
        return False
    if written["type"] == "object":
        return is_schema(written, depth)
    if written["type"] == "array" and "items" in written:
        return _is_property(written["items"], depth + 1)
    return True


def _property(written: dict[str, Any]) -> dict[str, Any]:
    kind = written["type"]
    found: dict[str, Any] = {"kind": _KINDS.get(kind, kind)}
    found |= {key: written[key] for key in _COMMON if key in written}
    if "enum" in written:
        found["enumValues"] = written["enum"]
    if kind == "array":
        # Prompty refuses an array whose items it is not told.
        found["items"] = _property(written["items"]) if "items" in written else {"kind": "object"}
    if kind == "object" and written.get("properties"):
        found["properties"] = properties_of_schema(written)
    return found
