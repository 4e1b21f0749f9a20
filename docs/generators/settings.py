"""The settings: their JSON Schema and their reference page."""

from __future__ import annotations

import json
from typing import Any

from promptwell.language.rules.documentation import page_of
from promptwell.language.rules.registry import all_rules
from promptwell.settings.validate import settings_schema

SCHEMA = "schemas/settings.schema.json"
PAGE = "docs/reference/settings.md"


def generate() -> dict[str, str]:
    """The schema and the page."""
    schema = _schema()
    return {SCHEMA: json.dumps(schema, indent=2, ensure_ascii=False) + "\n", PAGE: _page(schema)}


def _schema() -> dict[str, Any]:
    schema = _without_titles(settings_schema())
    rules = schema["properties"]["rules"]
    level = rules["additionalProperties"]
    rules["properties"] = {
        name: {**level, "description": description} for name, description in _names().items()
    }
    named = {"anyOf": [{"enum": list(_names())}, {"type": "string"}]}
    for key in ("select", "ignore"):
        schema["properties"][key]["items"] = named
    schema["properties"]["per-file-ignores"]["additionalProperties"]["items"] = named
    policy = schema["$defs"]["PolicySettings"]["properties"]
    policy["required"]["items"] = named
    policy["floors"]["propertyNames"] = named
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Promptwell settings",
        **schema,
    }


def _names() -> dict[str, str]:
    """Rules and groups with a line about each."""
    rules = [rule for rule in all_rules() if rule.__module__.startswith("promptwell.")]
    names = {
        group: f"All rules of the group {group}."
        for group in dict.fromkeys(each.group for each in rules)
    }
    return names | {rule.id(): page_of(rule).summary for rule in rules}


def _without_titles(value: Any, *, names: bool = False) -> Any:
    """The schema without the titles that only repeat the names."""
    if isinstance(value, list):
        return [_without_titles(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _one_paragraph(each)
        if key == "description" and isinstance(each, str)
        else _without_titles(each, names=key == "properties")
        for key, each in value.items()
        if names or key != "title"
    }


def _one_paragraph(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _page(schema: dict[str, Any]) -> str:
    lines = [
        "# Settings",
        "",
        schema["description"],
        "",
        "An editor's own settings go before all files, and the command line before everything.",
        "A setting that does not exist or has a wrong value is reported in its file as",
        "[invalid-settings](rules/invalid-settings.md); the other settings still count.",
    ]
    for name, setting in schema["properties"].items():
        lines += _entry(name, setting, schema)
    return "\n".join([*lines, ""])


def _entry(name: str, setting: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    if "$ref" in setting:
        return _entries_below(name, setting["$ref"], schema)
    default = json.dumps(setting.get("default")) if setting.get("default") is not None else "none"
    if setting.get("type") == "object":
        default = "{}"
    facts = f"Type: {_type(setting)} · default: `{default}`"
    lines = ["", f"## {name}", "", facts, "", setting["description"]]
    of_each_name = setting.get("additionalProperties", {})
    if "$ref" in of_each_name:
        lines += _entries_below(f"{name}.NAME", of_each_name["$ref"], schema)
    return lines


def _entries_below(name: str, reference: str, schema: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for key, each in schema["$defs"][reference.rpartition("/")[2]]["properties"].items():
        lines += _entry(f"{name}.{key}", each, schema)
    return lines


def _type(setting: dict[str, Any]) -> str:
    if "enum" in setting:
        return " or ".join(f"`{value}`" for value in setting["enum"])
    if "anyOf" in setting:
        return " or ".join(_type(each) for each in setting["anyOf"] if each.get("type") != "null")
    kind = setting.get("type")
    if kind == "array":
        return "list of texts"
    if kind == "object":
        return "table"
    number = f", at least {setting['minimum']}" if "minimum" in setting else ""
    return {
        "string": "text",
        "boolean": "`true` or `false`",
        "integer": "whole number",
        "number": "number",
    }[str(kind)] + number
