"""A small workspace, and clients of the MCP server over it in both eras of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.calling import Caller
from promptwell.bootstrap.ending_engine import stop_engine
from promptwell_mcp.server import make_server

ERAS = {"2026-07-28": "auto", "2025-11-25": "legacy"}

REPLY = """\
---
name: reply
description: Answer a customer's letter
inputs:
  customer:
    kind: string
    required: true
    description: the name to greet
  tone:
    kind: string
    default: calm
    enumValues: [calm, cheerful]
  lines:
    kind: integer
    default: 3
---
system:
You answer letters in a {{ tone }} tone, in {{ lines }} lines.

user:
Dear {{ customer }},
"""

BROKEN = """\
---
name: broken
inputs:
  topic: {kind: string, default: tides}
---
user:
Explain {{ topik }} to a child.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with a few prompts."""
    root = tmp_path / "workspace"
    (root / "prompts").mkdir(parents=True)
    (root / "promptwell.toml").write_text("")
    (root / "prompts/reply.prompty").write_text(REPLY)
    (root / "prompts/broken.prompty").write_text(BROKEN)
    (root / ".env").write_text("TOKEN=do-not-show\n")
    return root


@pytest.fixture
def with_engine(workspace: Path) -> Iterator[Path]:
    """The workspace; an engine that is started for it is ended."""
    yield workspace
    caller = Caller(str(workspace), "a test")
    record = read_record(caller.folder)
    if record is not None:
        stop_engine(record, caller.folder)


@pytest.fixture(params=ERAS)
def era(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Session:
    """One client of one server over a workspace, in one era."""

    def __init__(self, root: Path, era: str) -> None:
        self.root = root
        self.era = era

    def client(self) -> Client:
        caller = Caller(str(self.root), "a test")
        return Client(make_server(caller.call), mode=ERAS[self.era])

    async def call(self, tool: str, **arguments: Any) -> Any:
        async with self.client() as client:
            assert client.protocol_version == self.era
            return await client.call_tool(tool, arguments)

    async def fault(self, tool: str, **arguments: Any) -> str:
        """What an agent reads when a call fails."""
        result = await self.call(tool, **arguments)
        assert result.is_error
        assert result.structured_content is None
        return str(result.content[0].text)


@pytest.fixture
def session(workspace: Path, era: str) -> Session:
    return Session(workspace, era)
