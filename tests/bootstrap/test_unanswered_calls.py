"""Calls of an engine that ends or hangs before it answers: what is done again, and what is told."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.bootstrap.test_engine_processes import caller, kill  # noqa: F401  # a fixture

from promptwell.adapters.engine import client
from promptwell.adapters.engine.record import EngineRecord
from promptwell.bootstrap.calling import Caller
from promptwell.bootstrap.ending_engine import stop_engine
from promptwell.bootstrap.unanswered import fate_of
from promptwell.errors import EngineError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")

Hang = Callable[[], EngineRecord]


@pytest.fixture
def hang(caller: Caller) -> Hang:  # noqa: F811  # the fixture
    """Starts an engine that takes calls and answers none."""

    def stop() -> EngineRecord:
        record = caller.started()
        os.kill(record.pid, signal.SIGSTOP)
        return record

    return stop


@pytest.fixture
def command(caller: Caller) -> Caller:  # noqa: F811  # the fixture
    """A way in that ends with its answer, and so starts no engine."""
    return replace(caller, starts=False)


def kill_soon(record: EngineRecord) -> None:
    threading.Timer(2.0, os.kill, (record.pid, signal.SIGKILL)).start()


def test_a_change_without_an_answer_is_told_with_what_happened_and_the_way_out(
    command: Caller, hang: Hang
) -> None:
    record = hang()
    kill_soon(record)
    with pytest.raises(EngineError) as caught:
        command.call("prompt.new", {"name": "made"})
    told = str(caught.value)
    assert told.startswith(f"the engine (process {record.pid}) crashed before it answered. ")
    assert "`prompt new` was done whole or not at all: look with `promptwell prompt list`" in told
    assert str(Path(command.folder) / "engine.log") in told
    assert command.call("prompt.list", {})["total"] == 0


def test_what_can_be_done_twice_is_done_again(command: Caller, hang: Hang) -> None:
    told: list[str] = []
    record = hang()
    kill_soon(record)
    told_of = replace(command, told=told.append)
    assert told_of.call("index", {})["prompts"] == 0
    assert told == [f"the engine (process {record.pid}) ended meanwhile; it is done again"]


def test_what_only_reads_is_asked_again_without_a_word(command: Caller, hang: Hang) -> None:
    told: list[str] = []
    kill_soon(hang())
    assert replace(command, told=told.append).call("prompt.list", {})["total"] == 0
    assert told == []


def test_an_engine_that_lives_and_does_not_answer_is_told_so(
    command: Caller, hang: Hang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_ANSWER_SECONDS", 0.5)
    record = hang()
    with pytest.raises(EngineError) as caught:
        command.call("prompt.new", {"name": "made"})
    told = str(caught.value)
    assert told.startswith(f"the engine (process {record.pid}) runs and did not answer: http://")
    assert "no answer came in time. See: promptwell engine status" in told


def test_the_fate_of_an_engine_is_known(caller: Caller) -> None:  # noqa: F811  # the fixture
    stopped = caller.started()
    stop_engine(stopped, caller.folder)
    assert fate_of(stopped, caller.folder) == "stopped"
    crashed = caller.started()
    kill(caller)
    assert fate_of(crashed, caller.folder) == "crashed"
    after = caller.started()
    assert fate_of(crashed, caller.folder) == "crashed", "another one lives by now"
    assert fate_of(after, caller.folder) == "living"
