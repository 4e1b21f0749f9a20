"""An engine that is killed while prompts are saved loses no save that it acknowledged."""

from __future__ import annotations

import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from promptwell.adapters.engine.record import read_record
from promptwell.bootstrap.calling import Caller
from promptwell.domain.versions.graph import has_cycle
from promptwell.errors import PromptwellError

SAVES = 200
KILLS = 12


def _said(number: int) -> str:
    return f"---\nname: a\n---\nuser:\nSave {number}.\n"


@pytest.mark.timeout(900)
def test_two_hundred_saves_and_kills_between_them(caller: Caller) -> None:
    file = Path(caller.root) / "a.prompty"
    file.write_text(_said(0))
    caller.call("index", {})
    acknowledged: dict[int, str] = {}
    over = threading.Event()
    killer = threading.Thread(target=_kill, args=(caller, over))
    killer.start()
    try:
        for number in range(1, SAVES + 1):
            file.write_text(_said(number))
            # Each save of an editor of its own, so that none takes the place of another.
            asked = {"prompt": "a.prompty", "text": _said(number), "session": str(number)}
            found = _saved(caller, asked)
            acknowledged[found["version"]["number"]] = _said(number)
    finally:
        over.set()
        killer.join(60)
    caller.call("engine.start", {})
    assert caller.call("db.check", {})["whole"]
    _must_hold(caller, acknowledged)


def _saved(caller: Caller, asked: dict[str, Any]) -> dict[str, Any]:
    for _ in range(20):
        try:
            found: dict[str, Any] = caller.call("version.record", asked)["recorded"][0]
        except PromptwellError:
            with suppress(PromptwellError):  # it was killed while it started
                caller.call("engine.start", {})
        else:
            return found
    raise AssertionError("no engine answered twenty times")


def _kill(caller: Caller, over: threading.Event) -> None:
    moments = random.Random(7)
    for _ in range(KILLS):
        if over.wait(moments.uniform(0.2, 1.5)):
            return
        # Not waited for: the next save starts another one at once.
        record = read_record(caller.folder)
        with suppress(ProcessLookupError):
            if record is not None:
                os.kill(record.pid, signal.SIGKILL)


def _must_hold(caller: Caller, acknowledged: dict[int, str]) -> None:
    versions = caller.call("history", {"prompt": "a", "limit": 1000})["versions"]
    graph = {str(each["number"]): list(map(str, each["parents"])) for each in versions}
    assert not has_cycle(graph)
    newest, oldest = versions[0]["number"], versions[-1]["number"]
    assert (oldest, len(versions)) == (1, newest)
    # Each came from the one before it: nothing between them was lost.
    assert all(graph[str(number)] == [str(number - 1)] for number in range(2, newest + 1))
    for number, text in acknowledged.items():
        found = caller.call("version.show", {"prompt": "a", "ref": str(number)})
        assert found["text"] == text
