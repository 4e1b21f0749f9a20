"""Lists and searches know of files that came a moment ago, and looking for them does not take all the time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from promptwell.bootstrap.calling import Caller
from promptwell.errors import Cancelled, Refused
from promptwell_mcp.freshness import Fresh


def quietly(done: int, total: int | None = None, what: str = "") -> None:
    """Progress that nobody looks at."""


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Told:
    """Operations that write down what they were asked; a look at the workspace takes its time."""

    def __init__(self, clock: Clock, look: float, fault: Exception | None = None) -> None:
        self.names: list[str] = []
        self._clock = clock
        self._look = look
        self._fault = fault

    def __call__(self, name: str, asked: Mapping[str, Any], progress: Any) -> dict[str, Any]:
        self.names.append(name)
        if name == "index":
            self._clock.now += self._look
            if self._fault:
                raise self._fault
        return {}


def test_a_prompt_that_was_just_made_is_listed(workspace: Path) -> None:
    fresh = Fresh(Caller(str(workspace), "a test").call, lambda: 0.0)
    before = fresh("prompt.list", {}, quietly)
    (workspace / "prompts/new.prompty").write_text("user:\nHello.\n")
    after = fresh("prompt.list", {}, quietly)
    assert after["total"] == before["total"] + 1


@pytest.mark.parametrize("seconds", [0.01, 0.2])  # on a busy machine it takes longer
def test_a_quick_look_is_taken_before_every_list(seconds: float) -> None:
    clock = Clock()
    told = Told(clock, look=seconds)
    fresh = Fresh(told, clock)
    fresh("prompt.list", {}, quietly)
    fresh("search", {}, quietly)
    fresh("prompt.render", {}, quietly)
    assert told.names == ["index", "prompt.list", "index", "search", "prompt.render"]


def test_a_slow_look_is_taken_seldom() -> None:
    clock = Clock()
    told = Told(clock, look=2.0)
    fresh = Fresh(told, clock)
    for _ in range(6):
        fresh("search", {}, quietly)
        clock.now += 10
    assert told.names.count("index") == 2


def test_who_may_not_index_still_searches() -> None:
    clock = Clock()
    told = Told(clock, look=0.01, fault=Refused("only editors may"))
    assert Fresh(told, clock)("search", {}, quietly) == {}


def test_a_look_that_is_cancelled_ends_the_call() -> None:
    clock = Clock()
    told = Told(clock, look=0.01, fault=Cancelled("not wanted"))
    with pytest.raises(Cancelled):
        Fresh(told, clock)("search", {}, quietly)
    assert told.names == ["index"]
