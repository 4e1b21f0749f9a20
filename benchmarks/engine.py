"""The engine: a warm call from the command line, many callers at once, its memory at rest."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from timing import p95, wall_time

from promptwell.adapters.engine.client import Call, call_engine
from promptwell.bootstrap.calling import Caller, root_of
from promptwell.bootstrap.ending_engine import address_of
from promptwell.errors import PromptwellError

CLIENTS = 50
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
_PROMPTS = 200
# A person or an agent reads an answer before asking on.
_PAUSE_SECONDS = 1.0


class Measured(NamedTuple):
    """Milliseconds, megabytes, and how many calls failed."""

    warm_call: float
    clients_p95: float
    calls: int
    errors: int
    idle_memory: float


def measure() -> Measured:
    """Start an engine over some prompts and call it."""
    with _engine() as caller:
        idle = caller.call("engine.status", {})["memory_mb"]
        for number in range(_PROMPTS):
            caller.call("prompt.new", {"name": f"prompt{number}", "tag": ["all"]})
        warm = _warm_call(caller)
        times, errors = _many_clients(caller)
        return Measured(warm, p95(times), len(times), errors, idle)


@contextmanager
def _engine() -> Iterator[Caller]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "promptwell.toml").write_text("")
        caller = Caller(root_of(folder), "benchmark", starts=True)
        caller.call("engine.start", {})
        try:
            yield caller
        finally:
            caller.call("engine.stop", {})


def _warm_call(caller: Caller) -> float:
    """Milliseconds of a whole process that calls the engine, more than an empty Python takes."""
    command = [sys.executable, "-m", "promptwell", "prompt", "list", "--root", caller.root]
    wall_time(command, 2)
    return (wall_time(command, 21) - wall_time([sys.executable, "-c", "pass"], 21)) * 1000


def _many_clients(caller: Caller) -> tuple[list[float], int]:
    """Milliseconds of each call of many clients that read and write, and how many failed."""
    times: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=_client, args=(caller, number, end, times, failed))
        for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in failed[:3]:
        print(f"(a client failed: {each})", file=sys.stderr)
    return times, len(failed)


def _client(caller: Caller, number: int, end: float, times: list[float], failed: list[str]) -> None:
    chance = random.Random(number)  # noqa: S311  # it makes no secret
    address = address_of(caller.started())
    while time.monotonic() < end:
        begun = time.perf_counter()
        try:
            call_engine(address, _call(caller.root, chance))
        except PromptwellError as error:
            failed.append(str(error))
        times.append((time.perf_counter() - begun) * 1000)
        time.sleep(chance.uniform(0, 2 * _PAUSE_SECONDS))


def _call(root: str, chance: random.Random) -> Call:
    """One of what people do: nine of ten calls read."""
    prompt = f"prompt{chance.randrange(_PROMPTS)}"
    kind = chance.random()
    if kind < 0.5:
        return Call("prompt.show", {"prompt": prompt}, root, reads=True)
    if kind < 0.9:
        return Call("prompt.list", {"tag": ["all"], "limit": 20}, root, reads=True)
    return Call("prompt.tag", {"prompts": [prompt], "add": [f"t{chance.randrange(9)}"]}, root)
