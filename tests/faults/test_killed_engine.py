"""An engine that is killed at any moment loses nothing that it acknowledged."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest
from tests.faults.conftest import kill_engine

from promptwell.bootstrap.calling import Caller
from promptwell.errors import PromptwellError

BURSTS = int(os.environ.get("BURSTS", "200"))


@pytest.mark.timeout(60 + 30 * BURSTS)
def test_every_acknowledged_write_is_there(caller: Caller) -> None:
    moments = random.Random(6)
    acknowledged: dict[str, str] = {}
    caller.call("engine.start", {})
    for burst in range(BURSTS):
        stop, begun = threading.Event(), threading.Event()
        done: list[tuple[str, str]] = []
        threads = [
            threading.Thread(target=_write, args=(caller, f"p{burst}-{writer}", done, begun, stop))
            for writer in range(2)
        ]
        for thread in threads:
            thread.start()
        assert begun.wait(60)
        stop.wait(moments.uniform(0, 0.5))
        stop.set()
        kill_engine(caller)
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        acknowledged.update(done)
        # Started by hand: who starts it on need gives up on an engine that dies again and again.
        caller.call("engine.start", {})
        checked = caller.call("db.check", {})
        assert checked["whole"], checked["faults"]
    assert len(acknowledged) >= BURSTS, "each burst wrote something"
    for name, tag in acknowledged.items():
        shown = caller.call("prompt.show", {"prompt": name})["prompt"]
        assert tag in shown["tags"], name
        assert (Path(caller.root) / shown["path"]).is_file()
    _index_agrees(caller)


def _write(
    caller: Caller,
    prefix: str,
    done: list[tuple[str, str]],
    begun: threading.Event,
    stop: threading.Event,
) -> None:
    """Make and tag prompts; what came back as done is written down."""
    number = 0
    # One that stays would start the engine again as soon as it is dead.
    writer = Caller(caller.root, "a writer", starts=False)
    while not stop.is_set():
        number += 1
        name = f"{prefix}-{number}"
        try:
            writer.call("prompt.new", {"name": name, "tag": ["made"]})
            done.append((name, "made"))
            begun.set()
            writer.call("prompt.tag", {"prompts": [name], "add": ["tagged"]})
            done.append((name, "tagged"))
        except PromptwellError:
            if not stop.is_set():
                raise


def _index_agrees(caller: Caller) -> None:
    """The store knows exactly the files that are there, also those that nobody acknowledged."""
    caller.call("index", {})
    known: set[str] = set()
    cursor = ""
    while True:
        page = caller.call("prompt.list", {"limit": 100, "cursor": cursor})
        known |= {each["path"] for each in page["prompts"]}
        cursor = page.get("next_cursor") or ""
        if not cursor:
            break
    root = Path(caller.root)
    assert known == {path.relative_to(root).as_posix() for path in root.rglob("*.prompty")}
