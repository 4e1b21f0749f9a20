"""Tools of the MCP server, called as an agent calls them, in one era of the protocol."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Literal

from mcp import Client
from mcp.types import CallToolResult
from tests.operation_levels.base import RefusedCall

from promptwell.bootstrap.calling import Caller, root_of
from promptwell_mcp.server import make_server


class Mcp:
    """A workspace that an agent works in. What a case calls is a tool; its answer is the tool's data."""

    def __init__(self, folder: Path, mode: Literal["auto", "legacy"] = "auto") -> None:
        caller = Caller(root_of(str(folder)), "a test")
        self._operations = caller.call
        self._mode = mode

    def call(self, operation: str, asked: dict[str, Any]) -> Any:
        result = asyncio.run(self._call(operation, asked))
        text = result.content[0]
        assert text.type == "text"
        if result.is_error:
            return RefusedCall("", text.text)
        return {**result.structured_content, "text of the answer": text.text}

    def close(self) -> None:
        """Nothing is left open between calls."""

    async def _call(self, tool: str, asked: dict[str, Any]) -> CallToolResult:
        async with Client(make_server(self._operations), mode=self._mode) as client:
            return await client.call_tool(tool, asked)


class McpOf2025(Mcp):
    """The same to a client of 2025-11-25."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "legacy")
