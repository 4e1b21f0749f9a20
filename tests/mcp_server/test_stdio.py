"""The server as clients start it: a process that speaks the protocol on its standard streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

COMMANDS = {
    "promptwell mcp": [sys.executable, "-m", "promptwell", "mcp"],
    "promptwell-mcp": [str(Path(sys.executable).parent / "promptwell-mcp")],
}
NOISY = r"""
import os, subprocess, sys
class Noise:
    def find_spec(self, name, path, target=None):
        if name in ("mcp.server.lowlevel", "promptwell.adapters.engine.starting"):
            print(f"noise of {name}", flush=True)
            print("noise of a library", file=sys.__stdout__, flush=True)
            os.write(1, b"noise of C code\n")
            subprocess.run(["echo", "noise of a child"], check=True)
sys.meta_path.insert(0, Noise())
"""


def server(
    root: Path, command: str = "promptwell mcp", errlog: Any = None, **environment: str
) -> StdioServerParameters:
    program, *arguments = COMMANDS[command]
    return StdioServerParameters(
        command=program,
        args=[*arguments, "--root", str(root)],
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_client_starts_it_and_calls_its_tools(
    with_engine: Path, command: str, mode: Any
) -> None:
    async with Client(server(with_engine, command), mode=mode) as client:
        assert client.server_info.name == "promptwell"
        assert "render_prompt" in [tool.name for tool in (await client.list_tools()).tools]
        result = await client.call_tool(
            "render_prompt", {"prompt": "prompts/reply.prompty", "variables": {"customer": "Ann"}}
        )
        assert "Dear Ann," in result.content[0].text
        file = with_engine / "prompts/reply.prompty"
        file.write_text(file.read_text().replace("Dear", "Hello"))
        compared = await client.call_tool("compare_prompts", {"prompt": "reply", "lines": True})
        assert "-Dear {{ customer }},\n+Hello {{ customer }}," in compared.content[0].text
        read = await client.call_tool("get_prompt", {"prompt": "reply", "version": "1"})
        assert "Dear {{ customer }}," in read.content[0].text


def test_nothing_but_the_protocol_is_on_standard_output(with_engine: Path, tmp_path: Path) -> None:
    # Python loads it before anything else; it writes when the server loads the SDK and when it calls.
    (tmp_path / "sitecustomize.py").write_text(NOISY)
    messages = [
        {
            "method": "initialize",
            "id": 1,
            "params": {
                "protocolVersion": "2025-11-25",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {
            "method": "tools/call",
            "id": 2,
            "params": {"name": "lint_prompt", "arguments": {"prompt": "prompts/broken.prompty"}},
        },
    ]
    with subprocess.Popen(
        [*COMMANDS["promptwell mcp"], "--root", str(with_engine)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for message in messages:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        rest = process.stdout.read()
        errors = process.stderr.read()
        assert process.wait(timeout=30) == 0
    assert [each["id"] for each in answers] == [1, 2]
    assert "undefined-variable" in answers[1]["result"]["content"][0]["text"]
    assert rest == ""
    for noise in ("mcp.server.lowlevel", "promptwell.adapters", "a library", "C code", "a child"):
        assert f"noise of {noise}" in errors


def test_it_ends_when_the_client_goes(workspace: Path) -> None:
    started = time.monotonic()
    done = subprocess.run(
        [*COMMANDS["promptwell mcp"], "--root", str(workspace)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout == b""
    assert time.monotonic() - started < 30


def test_a_folder_that_is_not_there_is_told_on_standard_error(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMANDS["promptwell mcp"], "--root", str(tmp_path / "nothing")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "there is no such folder" in done.stderr
    assert "Traceback" not in done.stderr
