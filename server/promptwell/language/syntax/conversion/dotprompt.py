"""A Dotprompt file as a managed prompt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from promptwell.language.syntax.conversion.draft import Draft, Refusal, options_of, typed
from promptwell.language.syntax.conversion.embedded import Turns, made
from promptwell.language.syntax.conversion.handlebars import handlebars_turns
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.json_schema import is_schema, properties_of_schema
from promptwell.language.syntax.picoschema import read_schema, to_json_schema
from promptwell.language.syntax.templates.styles import Style
from promptwell.language.syntax.yaml.node import YamlNode

_KNOWN = frozenset({"name", "description", "model", "config", "input", "output", "metadata"})


def draft_of_dotprompt(document: PromptDocument, name: str) -> Draft:
    """The prompt with its schemas, its model and its options."""
    data = document.root.plain()
    others = {key: each for key, each in data.items() if key not in _KNOWN}
    is_litellm = document.dialect == "litellm"
    lost = [] if is_litellm else [f"`{key}`" for key in others]
    model: dict[str, Any] = {"id": data["model"]} if isinstance(data.get("model"), str) else {}
    config = others if is_litellm else data.get("config")
    options, _ = options_of(config if isinstance(config, dict) else {})
    if options:
        model["options"] = options
    inputs = _properties(document.root.get("input", "schema"), "input", lost)
    defaults = document.root.get("input", "default")
    given = defaults.plain() if defaults is not None and defaults.kind == "mapping" else {}
    known = {each["name"] for each in inputs}
    inputs += [typed(key, value) for key, value in given.items() if key not in known]
    turns = _turns(document)
    metadata = data.get("metadata")
    return Draft(
        name,
        turns.turns,
        tuple(_with_default(each, given) for each in inputs),
        tuple(lost),
        turns.refusals,
        str(data.get("description") or ""),
        model,
        tuple(_properties(document.root.get("output", "schema"), "output", lost)),
        metadata=metadata if isinstance(metadata, dict) else {},
        title=str(data.get("name") or ""),
    )


def _turns(document: PromptDocument) -> Turns:
    text = document.source.slice(document.body)
    if document.dialect == "dotprompt":
        return handlebars_turns(text)
    if document.dialect == "litellm":
        source = document.source
        spoken = [(each.role or "user", source.slice(each.content)) for each in document.messages]
        return made(spoken, Style("jinja2"))
    return Turns((), "jinja2", (Refusal(f"a prompt of {document.dialect}"),))


def _properties(node: YamlNode | None, key: str, lost: list[str]) -> list[Mapping[str, Any]]:
    if node is None:
        return []
    schema, problems = read_schema(node)
    written = to_json_schema(schema)
    properties = written.get("properties")
    if problems or not isinstance(properties, dict):
        lost.append(f"`{key}.schema`")
        return []
    required = written.get("required", [])
    found: list[Mapping[str, Any]] = []
    for name, field in properties.items():
        plain = _single_types(field)
        wrapped = {"type": "object", "properties": {name: plain}}
        if is_schema(wrapped):
            found.append(properties_of_schema(wrapped)[0])
        else:
            lost.append(f"`{key}.schema.{name}`: only that it is there")
            found.append({"name": name, "kind": "string"})
        if name in required and key == "input":
            found[-1] = {**found[-1], "required": True}
    return found


def _single_types(field: Any) -> Any:
    """A schema without the `null` that makes a field optional, which is what it is in Prompty."""
    if isinstance(field, list):
        return [_single_types(each) for each in field]
    if not isinstance(field, dict):
        return field
    found = {key: _single_types(value) for key, value in field.items()}
    if found.get("additionalProperties") is False:
        del found["additionalProperties"]  # Prompty's objects have the fields that are listed
    kind = found.get("type")
    if isinstance(kind, list) and len(kind) == 2 and "null" in kind:
        found["type"] = next(each for each in kind if each != "null")
    if "enum" in found:
        found["enum"] = [each for each in found["enum"] if each is not None]
        found.setdefault("type", "string")
    return found


def _with_default(written: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    name = written["name"]
    if name not in given:
        return written
    return {
        **{key: each for key, each in written.items() if key != "required"},
        "default": given[name],
    }
