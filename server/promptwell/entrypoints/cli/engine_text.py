"""The engine's state as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def status_lines(status: dict[str, Any]) -> Iterator[str]:
    """Whether it runs, and if it does, where and how it fares."""
    if not status["running"]:
        held = status["held_by"]
        yield f"No engine runs for {status['store']}."
        if status["crashed"]:
            times = f", {status['crashes']} times in a row" if status["crashes"] > 1 else ""
            yield (
                f"The last one (process {status['pid']}, started {status['started']}) crashed{times}; "
                f"its last sign is of {status['crashed']}."
            )
            yield f"log       {status['log']}"
        if held:
            yield f"`{held}` works on this store right now."
        return
    yield f"The engine runs: process {status['pid']}, port {status['port']}, version {status['version']}."
    yield f"store     {status['store']}"
    yield f"started   {status['started']}"
    yield f"calls     {status['calls']}, {status['running_calls']} of them now"
    yield f"memory    {status['memory_mb']} MB"
    idle = status["idle_minutes"]
    yield f"leaves    {f'after {idle:g} minutes without a call' if idle else 'when it is stopped'}"
    for root in status["roots"]:
        yield f"serves    {root or 'the prompts of the database'}"
    for cache in status["caches"]:
        asked = cache["hits"] + cache["misses"]
        rate = f"{100 * cache['hits'] / asked:.0f} % of {asked} found" if asked else "not asked yet"
        yield f"cache     {cache['name']}: {rate}, {cache['entries']} kept"
    if status["vectors"]:
        yield f"vectors   {vectors_text(status['vectors'])}"
    if status["crashes"]:
        yield f"crashes   {status['crashes']} before this one; the log says more"
    yield f"log       {status['log']}"


def vectors_text(vectors: dict[str, Any]) -> str:
    """How far the engine is with the vectors that it makes by itself."""
    far = f"{vectors['done']:,} of {vectors['total']:,} passages"
    return {
        "waiting": "are made in the background in a moment",
        "running": f"are being made in the background, of {far} so far",
        "stopped": f"were stopped after {far}; go on with: promptwell index embed",
        "failed": f"could not be made: {vectors['problem']}",
    }.get(vectors["state"], "all made")
