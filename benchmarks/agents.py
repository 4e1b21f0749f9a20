"""How long an AI agent waits for the MCP server: until it is there, and at each call beyond the engine."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import IO, Any, NamedTuple

from timing import promptwell

from promptwell.bootstrap.calling import Caller

_STARTS = 7
_CALLS = 200
_PROMPTS = 200
_HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}
_RENDER = {"prompt": "p7", "variables": {"topic": "tides"}}


class Waits(NamedTuple):
    """Seconds until the first response, and milliseconds of a call: whole, and beyond the engine's."""

    first: float
    call: float
    beyond: float


def measure() -> Waits:
    """Serve a small workspace over standard streams with a warm engine, as an agent does."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        _fill(root)
        first = []
        for _ in range(_STARTS):
            start = time.perf_counter()
            with _session(root):
                first.append(time.perf_counter() - start)
        caller = Caller(str(root), "a benchmark", starts=True)
        try:
            with _session(root) as ask:
                asked = {"name": "render_prompt", "arguments": _RENDER}
                whole = _p50(lambda: ask("tools/call", asked))
            engine = _p50(lambda: caller.call("prompt.render", _RENDER))
        finally:
            caller.call("engine.stop", {})
    return Waits(median(first), whole, whole - engine)


@contextmanager
def _session(root: Path) -> Iterator[Callable[[str, dict[str, Any]], Any]]:
    """A server that has answered the first request; gives what asks it another one."""
    with subprocess.Popen(
        promptwell("mcp", "--root", str(root)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        wire_in, wire_out = process.stdin, process.stdout
        numbers = iter(range(1, 1_000_000))

        def ask(method: str, params: dict[str, Any]) -> Any:
            _send(wire_in, {"id": next(numbers), "method": method, "params": params})
            return json.loads(wire_out.readline())["result"]

        ask("initialize", _HELLO)
        _send(wire_in, {"method": "notifications/initialized"})
        yield ask
        wire_in.close()
        process.wait(30)


def _send(wire: IO[str], message: dict[str, Any]) -> None:
    wire.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    wire.flush()


def _p50(call: Callable[[], object]) -> float:
    times = []
    for number in range(_CALLS + 10):
        start = time.perf_counter()
        call()
        if number >= 10:  # the first ones load what they need
            times.append((time.perf_counter() - start) * 1000)
    return median(times)


def _fill(root: Path) -> None:
    (root / "promptwell.toml").write_text("")
    for number in range(_PROMPTS):
        (root / f"p{number}.prompty").write_text(
            f"---\nname: p{number}\ninputs:\n  topic: {{kind: string, required: true}}\n---\n"
            "system:\nYou explain things to children.\n\nuser:\nExplain {{ topic }}.\n"
        )
