"""What an editor, an agent and a command do all day on one workspace: write, and look for what was written.

Each works through its own program: `promptwell lsp`, `promptwell mcp`, `promptwell COMMAND`.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from tests.entrypoints.lsp.raw_server import RawServer, whole
from tests.packaged_model import can_search_by_meaning

Call = Callable[[str, dict[str, Any]], Any]
PROGRAM = [sys.executable, "-m", "promptwell"]
PATIENCE = 30.0


class CalledElsewhere(Exception):  # noqa: N818  # it is an answer, not a fault
    """Somebody else has changed it since it was read."""


@dataclass(frozen=True)
class Done:
    """What one of them did: how many prompts it made, and how often it changed the common one."""

    made: int
    changed: int


def edit(root: Path, name: str, end: float) -> Done:
    """Work as an editor does, until the time is up: commands, saves of an own file, a search of symbols."""
    own = root / f"{name}.prompty"
    own.write_text(_said(name, 0))
    with RawServer(cwd=root) as server:
        server.initialize(root)
        server.open(own.as_uri(), _said(name, 0))

        def call(operation: str, asked: dict[str, Any]) -> Any:
            params = {"command": f"promptwell.{operation}", "arguments": [asked]}
            answer = server.request("workspace/executeCommand", params)
            return _result(answer.get("result"), str(answer.get("error")))

        made = changed = saves = 0
        while time.monotonic() < end:
            saves += 1
            text = _said(name, saves)
            server.change(own.as_uri(), saves + 1, whole(text))
            own.write_text(text)
            server.notify("textDocument/didSave", {"textDocument": {"uri": own.as_uri()}})
            changed += _count_up(call)
            made += 1
            _make_and_find(call, f"{name}-{made}")
            symbols = server.request("workspace/symbol", {"query": "common"})
            assert "result" in symbols, symbols
        # What was saved last is what everybody sees.
        shown = call("prompt.show", {"prompt": own.name})
        assert shown["text"] == _said(name, saves), shown["text"]
    return Done(made + 1, changed)


def ask(root: Path, name: str, end: float) -> Done:
    """Work as an agent does: write files by hand, and find and read them by the tools of the server."""
    return asyncio.run(_ask(root, name, end))


async def _ask(root: Path, name: str, end: float) -> Done:
    program, *arguments = [*PROGRAM, "mcp", "--root", str(root)]
    server = StdioServerParameters(command=program, args=arguments, env=dict(os.environ))
    made = 0
    async with Client(server) as client:

        async def tool(called: str, **asked: Any) -> str:
            result = await client.call_tool(called, asked)
            text = result.content[0]
            assert text.type == "text"
            assert not result.is_error, text.text
            return text.text

        while time.monotonic() < end:
            made += 1
            path = f"written/{name}-{made}.prompty"
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(_said(f"{name}-{made}", made))
            # A look at the files that took long is not taken again at once.
            while path not in await tool("search_prompts", query=f"name:{name}-{made}"):
                assert time.monotonic() < end + PATIENCE, f"{path} is never found"
            assert f"Say {made}." in await tool("get_prompt", prompt=path)
            assert "common" in await tool("search_prompts", query="counted")
            assert "prompty" in await tool("list_prompts")
    return Done(made, 0)


def command(root: Path, name: str, end: float) -> Done:
    """Work as a script does: one command after the other."""

    def call(operation: str, asked: dict[str, Any]) -> Any:
        arguments = [
            str(asked[each]) for each in ("prompt", "name", "query", "revision") if each in asked
        ]
        options = ["--text", "-"] if "text" in asked else []
        done = subprocess.run(
            [*PROGRAM, *operation.split("."), *arguments, *options, "--format", "json"],
            cwd=root,
            input=asked.get("text", ""),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return _result(json.loads(done.stdout) if done.returncode == 0 else None, done.stderr)

    made = changed = 0
    while time.monotonic() < end:
        changed += _count_up(call)
        made += 1
        _make_and_find(call, f"{name}-{made}")
        if can_search_by_meaning():
            call("index.embed", {})
    return Done(made, changed)


def _count_up(call: Call) -> int:
    """Change the number in the common prompt from what it is to the next; 0 where another was first."""
    shown = call("prompt.show", {"prompt": "common.prompty"})
    head, _, counted = shown["text"].rpartition("counted ")
    asked = {
        "prompt": "common.prompty",
        "revision": shown["prompt"]["revision"],
        "text": f"{head}counted {int(counted) + 1}\n",
    }
    try:
        call("prompt.update", asked)
    except CalledElsewhere:
        return 0
    return 1


def _make_and_find(call: Call, name: str) -> None:
    call("prompt.new", {"name": name})
    found = call("search", {"query": f"name:{name}"})["hits"]
    assert [each["name"] for each in found] == [name]


def _result(result: Any, refusal: str) -> Any:
    if result is None:
        if "was seen; look at it again" in refusal or "changed meanwhile" in refusal:
            raise CalledElsewhere(refusal)
        raise AssertionError(refusal)
    return result


def _said(name: str, number: int) -> str:
    return f"---\nname: {name}\n---\nsystem:\nSay {number}.\n"


WORKERS = {"edit": edit, "ask": ask, "command": command}

if __name__ == "__main__":
    work, where, who, seconds = sys.argv[1:]
    done = WORKERS[work](Path(where), who, time.monotonic() + float(seconds))
    print(done.made, done.changed)
