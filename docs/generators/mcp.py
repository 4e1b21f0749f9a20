"""The MCP server: its reference page, and the definitions of its tools as clients get them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from promptwell_mcp.server import INSTRUCTIONS, tool_list
from promptwell_mcp.tools import TOOLS

PAGE = "docs/reference/mcp.md"
DEFINITIONS = "schemas/mcp-tools.json"

_HEAD = """\
# MCP server

What `promptwell mcp` offers to AI agents; how to add it to a client is in [Prompts for AI agents](../guides/mcp.md).
The definitions as clients get them are in [`schemas/mcp-tools.json`](../../schemas/mcp-tools.json): {tokens:,} tokens,
by characters / 4. No tool changes a file; rendering records the version in the store. What goes wrong is an answer
with `isError`, in words for the agent; only what is no tool call at all is an error of the protocol.

Besides: each prompt that can be filled in is an MCP prompt with its inputs as arguments; each prompt file is a resource
`prompt://PATH` with the template `prompt://{{+path}}`; names, paths and the values of inputs are completed. Lists come
in pages, approved prompts first, deprecated ones last.

The server tells every client:

````text
{instructions}
````
"""


def generate() -> dict[str, str]:
    """The page and the definitions."""
    tools = [tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tool_list()]
    tokens = len(json.dumps(tools)) // 4
    head = _HEAD.format(tokens=tokens, instructions=INSTRUCTIONS)
    sections = [section for tool in tools for section in _section(tool)]
    return {
        PAGE: "\n".join([head, *sections, ""]),
        DEFINITIONS: json.dumps({"tools": tools}, indent=2, ensure_ascii=False) + "\n",
    }


def _section(tool: Mapping[str, Any]) -> Iterator[str]:
    name = tool["name"]
    yield f"## {name}\n\n{tool['description']}\n"
    yield f"It stands for the operation `{TOOLS[name].operation}`.\n"
    yield "| argument | type | meaning |\n|---|---|---|"
    required = tool["inputSchema"].get("required", ())
    for argument, schema in tool["inputSchema"]["properties"].items():
        need = "" if argument in required else _default(schema)
        yield f"| `{argument}` | {_type(schema)} | {_cell(schema['description'])}{need} |"
    yield "\n| result | type | meaning |\n|---|---|---|"
    for field, schema in _fields(tool["outputSchema"]):
        yield f"| `{field}` | {_type(schema)} | {_cell(schema.get('description', ''))} |"
    yield ""


def _fields(schema: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields of a result, with those in them: `hits[].name`."""
    for name, each in schema["properties"].items():
        items = each.get("items", {})
        below = items if "properties" in items else each
        path = f"{above}{name}{'[]' if below is items else ''}"
        if "properties" in below:
            yield from _fields(below, f"{path}.")
        else:
            yield path, each


def _type(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(f"`{each}`" for each in schema["enum"])
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}s"
    bounds = [schema.get(f"{side}{what}") for what in ("imum", "Length") for side in ("min", "max")]
    if schema["type"] == "integer" and None not in bounds[:2]:
        return f"integer, {bounds[0]} to {bounds[1]}"
    return str(schema["type"])


def _default(schema: Mapping[str, Any]) -> str:
    return f" (default: `{schema['default']}`)" if "default" in schema else " (optional)"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
