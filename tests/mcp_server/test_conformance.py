"""The protocol's own conformance suite, in both eras. `make test-mcp` fetches it; else it is left out."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from promptwell.bootstrap.calling import Caller
from promptwell_mcp.server import make_server

CACHE = Path(__file__).parents[2] / ".cache"
NODE = CACHE / "node/bin"
SUITE = CACHE / "conformance/node_modules/.bin/conformance"
RESULT = re.compile(r"^([✓✗]) ([\w-]+): (\d+) passed, (\d+) failed", re.MULTILINE)

# What the suite asks of an example server: tools that give pictures or sounds, that ask the client back,
# resources of another scheme. A server that only reads prompts has none of it; everything else has to pass.
OF_THE_EXAMPLE = re.compile(
    r"tools-call-(image|audio|embedded-resource|mixed-content|with-logging|with-progress|sampling|elicitation)"
    r"|elicitation-.*|input-required-.*|json-schema-2020-12|http-custom-header-server-validation"
    r"|resources-(read-text|read-binary|templates-read|subscribe|unsubscribe)"
    r"|prompts-get-(embedded-resource|with-image)|logging-set-level|server-sse-polling"
)
# One of its checks calls a tool of the example server.
IN_PART = {"server-stateless": 2}

SIMPLE = "---\nname: test_simple_prompt\n---\nuser:\nThis is a simple prompt for testing.\n"
WITH_ARGUMENTS = """\
---
name: test_prompt_with_arguments
inputs:
  arg1: {kind: string, required: true, description: the first}
  arg2: {kind: string, required: true, description: the second}
---
user:
Prompt with arguments: arg1='{{ arg1 }}', arg2='{{ arg2 }}'
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The server over HTTP, as the suite wants it, with the two prompts that it asks for."""
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "promptwell.toml").write_text("")
    (root / "simple.prompty").write_text(SIMPLE)
    (root / "arguments.prompty").write_text(WITH_ARGUMENTS)
    app = make_server(Caller(str(root), "a test").call).streamable_http_app()
    server = uvicorn.Server(uvicorn.Config(app, port=0, http="h11", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    end = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/mcp"
    server.should_exit = True
    thread.join(30)


@pytest.mark.skipif(
    not (SUITE.exists() and (NODE / "node").exists()),
    reason="make test-mcp fetches the conformance suite",
)
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_the_conformance_suite_passes(version: str, address: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            SUITE,
            "server",
            "--url",
            address,
            "--suite",
            "all",
            "--spec-version",
            version,
            "-o",
            "out",
        ],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    results = RESULT.findall(done.stdout)
    assert len(results) > 30, done.stdout + done.stderr
    failed = {name: int(failures) for _, name, _, failures in results if int(failures)}
    ours = {name: count for name, count in failed.items() if not OF_THE_EXAMPLE.fullmatch(name)}
    assert ours == {name: count for name, count in IN_PART.items() if name in failed}
    passed = {name for mark, name, _, _ in results if mark == "✓"}
    assert {"tools-list", "prompts-list", "prompts-get-simple", "prompts-get-with-args"} <= passed
    assert {"resources-list", "completion-complete", "tools-call-error"} <= passed
