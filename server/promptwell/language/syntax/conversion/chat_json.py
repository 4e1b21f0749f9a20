"""Messages in JSON as a managed prompt: a chat prompt of promptfoo, or a prompt object of OpenAI's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from promptwell.language.syntax.conversion.draft import Draft, Refusal, options_of
from promptwell.language.syntax.conversion.embedded import made
from promptwell.language.syntax.json_schema import is_schema, properties_of_schema
from promptwell.language.syntax.templates.styles import Style

# promptfoo fills in templates of Nunjucks, which Jinja's are but for details.
_NUNJUCKS = Style("jinja2")
_HANDLED = frozenset({"model", "messages", "tools", "response_format", "name", "description"})


def draft_of_chat(text: str, name: str) -> Draft | None:
    """The messages of a JSON text, or None where it holds none."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if isinstance(data, list):
        return _draft({"messages": data}, name) if _are_messages(data) else None
    if isinstance(data, dict) and _are_messages(data.get("messages")):
        return _draft(data, name)
    return None


def _are_messages(data: Any) -> bool:
    return (
        isinstance(data, list)
        and bool(data)
        and all(isinstance(each, dict) and isinstance(each.get("role"), str) for each in data)
    )


def _draft(data: Mapping[str, Any], name: str) -> Draft:
    lost: list[str] = []
    written: list[tuple[str, str]] = []
    refusals: list[Refusal] = []
    for message in data["messages"]:
        text = _content(message.get("content"))
        if text is None or message.get("tool_calls"):
            refusals.append(Refusal("a message that is not text alone", message["role"]))
        else:
            written.append((message["role"], text))
        lost += [f"`{key}` of a message" for key in message if key not in ("role", "content")]
    turns = made(written, _NUNJUCKS)
    settings = {key: value for key, value in data.items() if key not in _HANDLED}
    options, _ = options_of(settings)
    model: dict[str, Any] = {"id": data["model"]} if isinstance(data.get("model"), str) else {}
    if options:
        model["options"] = options
    outputs = _outputs(data.get("response_format"), lost)
    tools = _tools(data.get("tools"), lost)
    return Draft(
        name,
        turns.turns,
        (),
        tuple(dict.fromkeys(lost)),
        (*refusals, *turns.refusals),
        str(data.get("description") or ""),
        model,
        outputs,
        tools,
    )


def _content(content: Any) -> str | None:
    if isinstance(content, list):
        parts = [each.get("text") if isinstance(each, dict) else each for each in content]
        texts = [each for each in parts if isinstance(each, str)]
        return "\n".join(texts) if len(texts) == len(parts) else None
    return content if isinstance(content, str) else None


def _tools(written: Any, lost: list[str]) -> tuple[Mapping[str, Any], ...]:
    found: list[Mapping[str, Any]] = []
    for tool in written if isinstance(written, list) else ():
        function = tool.get("function", tool) if isinstance(tool, dict) else {}
        parameters = function.get("parameters") or {}
        if not isinstance(function.get("name"), str) or not is_schema(parameters):
            lost.append("a tool whose parameters Prompty can't describe")
            continue
        made_tool: dict[str, Any] = {"name": function["name"], "kind": "function"}
        if function.get("description"):
            made_tool["description"] = function["description"]
        made_tool["parameters"] = properties_of_schema(parameters)
        found.append(made_tool)
    return tuple(found)


def _outputs(written: Any, lost: list[str]) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(written, dict) or written.get("type") in (None, "text"):
        return ()
    schema = written.get("json_schema", {})
    schema = schema.get("schema") if isinstance(schema, dict) else None
    if written.get("type") == "json_schema" and schema and is_schema(schema):
        return tuple(properties_of_schema(schema))
    lost.append(f"`response_format: {written.get('type')}`")
    return ()
