"""An engine makes the vectors of what changed by itself, with the real model and Chroma."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from tests.packaged_model import packaged_model

from promptwell.bootstrap.engine import LivingEngine
from promptwell.bootstrap.stores import place_of
from promptwell.bootstrap.vector_maker import VectorMaker
from promptwell.errors import EngineError

REFUND = "---\nname: refund\n---\nsystem:\nExplain how customers get their money back.\n"
PATIENCE = 60.0


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    file = tmp_path / "config/promptwell/promptwell.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'[search]\nmodel = "{packaged_model()}"\n')
    return file


@pytest.fixture
def root(tmp_path: Path) -> str:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "promptwell.toml").write_text("")
    (folder / "refund.prompty").write_text(REFUND)
    return folder.as_posix()


@pytest.fixture
def engine(settings: Path, root: str) -> Iterator[LivingEngine]:
    opened = LivingEngine(place_of(root), root, idle_minutes=15.0)
    yield opened
    opened.operations.close()


def call(engine: LivingEngine, name: str, **asked: Any) -> Any:
    with engine.activity.call():
        return engine.run_here(name, asked)


@pytest.mark.semantic
def test_what_was_indexed_is_soon_found_by_meaning(engine: LivingEngine) -> None:
    assert call(engine, "index")["vectors"]["state"] == "waiting"
    wait_until(lambda: call(engine, "engine.status")["vectors"]["state"] == "done")
    found = call(engine, "search", query="reimbursement", mode="meaning")
    assert [each["name"] for each in found["hits"]] == ["refund"]
    made = call(engine, "engine.status")
    assert made["vectors"]["done"] == made["vectors"]["total"] > 0
    assert call(engine, "index")["vectors"]["state"] == "done"


@pytest.mark.semantic
def test_what_one_engine_did_not_finish_the_next_one_does(settings: Path, root: str) -> None:
    first = LivingEngine(place_of(root), root, idle_minutes=15.0)
    call(first, "index")
    first.operations.close()
    second = LivingEngine(place_of(root), root, idle_minutes=15.0)
    second.listens(1)
    wait_until(lambda: getattr(second.status().vectors, "state", "") == "done")
    assert call(second, "search", query="reimbursement", mode="meaning")["hits"]
    second.operations.close()


@pytest.mark.semantic
def test_making_vectors_keeps_no_engine_alive(engine: LivingEngine) -> None:
    call(engine, "index")
    assert engine.activity.running == 0
    assert engine.activity.idle_seconds() > 0


@pytest.mark.semantic
def test_a_setting_switches_it_off(settings: Path, root: str) -> None:
    settings.write_text(f"{settings.read_text()}embed-by-itself = false\n")
    engine = LivingEngine(place_of(root), root, idle_minutes=15.0)
    assert call(engine, "index")["vectors"] is None
    assert engine.status().vectors is None
    engine.operations.close()


def test_without_the_extra_nothing_begins(
    settings: Path, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("promptwell.bootstrap.meaning.find_spec", lambda _: None)
    engine = LivingEngine(place_of(root), root, idle_minutes=15.0)
    assert call(engine, "index")["vectors"] is None
    engine.operations.close()


class Work:
    """A long piece of work that a test lets go on step by step."""

    def __init__(self) -> None:
        self.begun, self.go_on = Event(), Event()
        self.rounds = 0

    def __call__(self, progress: Any) -> None:
        self.rounds += 1
        self.begun.set()
        for step in range(1, 4):
            assert self.go_on.wait(PATIENCE)
            progress(step, 3)


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    work = Work()
    maker = VectorMaker(lambda: 3, work, lambda: False)
    assert maker.state() is None
    maker.wake()
    assert work.begun.wait(PATIENCE)
    state = maker.state()
    assert state is not None
    assert (state.state, state.total) == ("running", 3)
    maker._stop.set()  # `stop` would wait for the step that waits for this test
    work.go_on.set()
    maker.stop()
    state = maker.state()
    assert state is not None
    assert (state.state, state.done) == ("stopped", 1)
    maker.wake()  # the next change
    wait_until(lambda: getattr(maker.state(), "state", "") == "done")
    assert work.rounds == 2


def test_it_gives_way_to_those_who_are_answered() -> None:
    work = Work()
    work.go_on.set()
    busy = Event()
    busy.set()
    looks = []

    def is_busy() -> bool:
        looks.append(time.monotonic())
        if len(looks) > 3:
            busy.clear()
        return busy.is_set()

    maker = VectorMaker(lambda: 3, work, is_busy)
    maker.wake()
    wait_until(lambda: getattr(maker.state(), "state", "") == "done")
    assert len(looks) > 3


def test_what_fails_is_told_and_tried_again_after_the_next_change() -> None:
    answers = iter([EngineError("the model is not here"), 0])

    def missing() -> int:
        answer = next(answers)
        if isinstance(answer, EngineError):
            raise answer
        return answer

    maker = VectorMaker(missing, lambda _: None, lambda: False)
    maker.wake()
    wait_until(lambda: getattr(maker.state(), "state", "") == "failed")
    state = maker.state()
    assert state is not None
    assert state.problem == "the model is not here"
    maker.wake()
    wait_until(lambda: getattr(maker.state(), "state", "") == "done")
