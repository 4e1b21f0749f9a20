"""Long operations: told how far they are, and cancelled when nobody wants the result any more."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.entrypoints.rest.conftest import ask
from tests.operation_levels.rest import Rest

from promptwell.adapters.engine.client import Call, call_engine
from promptwell.domain.security.permission import Permission
from promptwell.errors import Cancelled, ConflictError, PromptwellError
from promptwell.services.context import Context
from promptwell.services.operations import OPERATIONS, Operation

STARTED, GO_ON, ENDED = threading.Event(), threading.Event(), threading.Event()
OUTCOME: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRequest:
    """How far to count."""

    to: int = field(metadata={"description": "the last number"})
    fail: bool = field(default=False, metadata={"description": "whether it fails at the end"})
    breaks: bool = field(default=False, metadata={"description": "whether it breaks at the end"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CountResult:
    """What was counted."""

    last: int


def count(context: Context, request: CountRequest) -> CountResult:
    """Count, and wait to be let on at each number."""
    try:
        for number in range(1, request.to + 1):
            context.progress(number, request.to, "counting")
            STARTED.set()
            GO_ON.wait(0.05)
        if request.fail:
            raise ConflictError("somebody counted as well", yours=1, theirs=2)
        if request.breaks:
            raise ZeroDivisionError("a fault of ours")
    except PromptwellError as error:
        OUTCOME.append(type(error).__name__)
        raise
    finally:
        ENDED.set()
    OUTCOME.append("done")
    return CountResult(last=request.to)


class Counting(Operation):
    """An operation of this test."""

    @property
    def function(self) -> Callable[[Context, Any], Any]:
        return count


@pytest.fixture(autouse=True)
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for event in (STARTED, GO_ON, ENDED):
        event.clear()
    OUTCOME.clear()
    operation = Counting("count", "", Permission.VIEW, reports=True)
    monkeypatch.setitem(OPERATIONS, "count", operation)
    yield
    GO_ON.set()


@pytest.fixture
def server(counting: None, engine: Rest) -> Rest:
    """The routes are made when the server begins."""
    return engine


def call(**asked: Any) -> Call:
    return Call("count", asked, "", reports=True)


def test_progress_comes_before_the_result(server: Rest) -> None:
    told: list[tuple[int, int | None, str]] = []

    def tell(done: int, total: int | None = None, what: str = "") -> None:
        told.append((done, total, what))

    assert call_engine(server.address, call(to=8), tell).result == {"last": 8}
    assert told
    assert all(total == 8 and what == "counting" for _, total, what in told)
    assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})


def test_what_goes_wrong_comes_as_the_error_that_it_was(server: Rest) -> None:
    with pytest.raises(ConflictError, match="somebody counted as well") as caught:
        call_engine(server.address, call(to=2, fail=True))
    assert (caught.value.yours, caught.value.theirs) == (1, 2)


def test_a_fault_of_ours_is_an_answer_as_well(server: Rest) -> None:
    with pytest.raises(PromptwellError, match="count failed; the server's log says why"):
        call_engine(server.address, call(to=2, breaks=True))


def test_without_events_the_result_comes_alone(server: Rest) -> None:
    GO_ON.set()
    answer = ask(server, "POST", "/v1/count", {"to": 3})
    assert (answer.status, answer.told) == (200, {"last": 3})
    assert answer.headers["content-type"] == "application/json"


def test_it_is_cancelled_when_whoever_asked_has_enough(server: Rest) -> None:
    def tell(done: int, total: int | None = None, what: str = "") -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled, match="enough"):
        call_engine(server.address, call(to=100_000), tell)
    assert ENDED.wait(10)
    assert OUTCOME == ["Cancelled"]


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
def test_it_is_cancelled_when_the_connection_is_closed(server: Rest, accept: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {
        "Authorization": f"Bearer {server.engine.token}",
        "Accept": accept,
        "Content-Type": "application/json",
    }
    connection.request("POST", "/v1/count", b'{"to": 100000}', headers)
    assert STARTED.wait(10)
    connection.close()
    assert ENDED.wait(10)
    assert OUTCOME == ["Cancelled"]
    assert server.engine.activity.idle_seconds() >= 0
