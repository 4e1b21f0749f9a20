"""JSON schemas as plain as every client reads them: no references, no unions, no constants, no titles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

# What is taken for nothing need not be told; 0 is false as well.
_NOTHING: tuple[Any, ...] = ("", [], {}, None, False)


@cache
def adapter(of: type) -> TypeAdapter[Any]:
    """What reads, writes and describes a dataclass."""
    return TypeAdapter(of)


def schema_of(of: type, direction: Literal["validation", "serialization"]) -> dict[str, Any]:
    """The schema of what a tool takes (`validation`) or gives (`serialization`)."""
    schema = adapter(of).json_schema(mode=direction)
    plain: dict[str, Any] = _plain(schema, schema.get("$defs", {}))
    plain.pop("description", None)  # the tool's own says it
    return plain


def _plain(schema: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_plain(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        own = {key: value for key, value in schema.items() if key != "$ref"}
        defined = {key: value for key, value in definitions[name].items() if key != "description"}
        return _plain({**defined, **own}, definitions)
    if "anyOf" in schema:  # something or nothing: what is nothing is left out of results
        some = next(each for each in schema["anyOf"] if each.get("type") != "null")
        own = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
        return _plain({**some, **own}, definitions)
    return {
        key: {name: _plain(each, definitions) for name, each in value.items()}
        if key == "properties"
        else _plain(value, definitions)
        for key, value in schema.items()
        if key not in ("title", "$defs")
        and (key, value) != ("additionalProperties", True)
        and not (key == "default" and value in _NOTHING)
    }
