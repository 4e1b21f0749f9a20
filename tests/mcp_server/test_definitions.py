"""What agents are told of the tools: short, whole, and readable for every client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from promptwell.services.operations import OPERATIONS
from promptwell_mcp.server import INSTRUCTIONS, tool_list
from promptwell_mcp.tools import TOOLS

MOST_TOKENS = 3000
# Some clients cut what is longer.
MOST_BYTES_OF_A_DESCRIPTION = 1500
# Unions and references make Cursor and Gemini refuse a tool.
REFUSED = {"anyOf", "oneOf", "allOf", "$ref", "$defs", "const", "$schema", "title"}

DEFINITIONS = [
    tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tool_list()
]


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all schemas in it."""
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            yield from (
                (each for one in value.values() for each in objects(one))
                if key == "properties"
                else objects(value)
            )
    if isinstance(schema, list):
        for each in schema:
            yield from objects(each)


def test_all_definitions_together_are_short() -> None:
    tokens = len(json.dumps(DEFINITIONS)) / 4
    assert tokens <= MOST_TOKENS, f"{tokens:.0f} tokens"


def test_tools_come_in_the_order_of_their_names() -> None:
    names = [each["name"] for each in DEFINITIONS]
    assert names == sorted(names)


def test_instructions_are_short() -> None:
    assert len(INSTRUCTIONS) <= 1200


@pytest.mark.parametrize("tool", DEFINITIONS, ids=lambda tool: tool["name"])
class TestEachTool:
    def test_its_description_fits_into_every_client(self, tool: dict[str, Any]) -> None:
        assert 200 <= len(tool["description"].encode()) <= MOST_BYTES_OF_A_DESCRIPTION

    def test_its_description_shows_a_call(self, tool: dict[str, Any]) -> None:
        assert "Example:" in tool["description"]

    def test_it_has_all_four_annotations(self, tool: dict[str, Any]) -> None:
        assert tool["annotations"] == {
            "readOnlyHint": True,
            "destructiveHint": False,
            "idempotentHint": True,
            "openWorldHint": False,
        }

    @pytest.mark.parametrize("side", ["inputSchema", "outputSchema"])
    def test_its_schemas_are_plain(self, tool: dict[str, Any], side: str) -> None:
        assert tool[side]["type"] == "object"
        for schema in objects(tool[side]):
            assert REFUSED.isdisjoint(schema), schema
            assert isinstance(schema.get("type", ""), str)

    def test_every_argument_is_described(self, tool: dict[str, Any]) -> None:
        for name, schema in tool["inputSchema"]["properties"].items():
            assert schema.get("description"), name

    def test_it_stands_for_an_operation_that_only_reads(self, tool: dict[str, Any]) -> None:
        assert OPERATIONS[TOOLS[tool["name"]].operation].reads
