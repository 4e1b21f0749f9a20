"""Calls that take long: they tell how far they are, hold nobody up, and end when nobody wants them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from mcp import Client

from promptwell.errors import Cancelled, NotFoundError
from promptwell_mcp.calling import Progress
from promptwell_mcp.server import make_server

RENDERED = {
    "path": "a.prompty",
    "messages": [],
    "undefined": [],
    "warnings": [],
    "version": None,
    "notes": [],
}


class SlowOperations:
    """Operations that go on until they are told to end, one step after the other."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.go_on = threading.Event()
        self.cancelled = threading.Event()

    def __call__(self, name: str, asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        if asked.get("prompt") == "quick":
            return RENDERED
        self.started.set()
        try:
            for step in range(1, 10_000):
                progress(step, 10_000, f"file {step}")
                if self.go_on.wait(0.01):
                    break
        except Cancelled:
            self.cancelled.set()
            raise
        return RENDERED


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> Any:
    return request.param


async def test_progress_reaches_the_client(mode: Any) -> None:
    operations = SlowOperations()
    seen: list[tuple[float, float | None, str | None]] = []

    async def on_progress(done: float, total: float | None, what: str | None) -> None:
        seen.append((done, total, what))
        if len(seen) == 2:
            operations.go_on.set()

    async with Client(make_server(operations), mode=mode) as client:
        result = await client.call_tool(
            "render_prompt", {"prompt": "slow"}, progress_callback=on_progress
        )
    assert not result.is_error
    assert seen[0] == (1, 10_000, "file 1")
    assert seen[1][0] > 1


async def test_a_slow_call_holds_no_other_up(mode: Any) -> None:
    operations = SlowOperations()
    async with Client(make_server(operations), mode=mode) as client:
        slow = asyncio.create_task(client.call_tool("render_prompt", {"prompt": "slow"}))
        quick = await client.call_tool("render_prompt", {"prompt": "quick"})
        assert not quick.is_error
        assert not slow.done()
        operations.go_on.set()
        await slow


async def test_a_call_that_the_client_gives_up_ends(mode: Any) -> None:
    operations = SlowOperations()
    async with Client(make_server(operations), mode=mode) as client:
        slow = asyncio.create_task(client.call_tool("render_prompt", {"prompt": "slow"}))
        await asyncio.to_thread(operations.started.wait, 10)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert await asyncio.to_thread(operations.cancelled.wait, 10)


async def test_a_broken_operation_is_told_and_the_server_lives(
    mode: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def operations(name: str, asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        if asked["prompt"] == "quick":
            return RENDERED
        raise ZeroDivisionError("a secret of the program")

    async with Client(make_server(operations), mode=mode) as client:
        broken = await client.call_tool("render_prompt", {"prompt": "x"})
        fine = await client.call_tool("render_prompt", {"prompt": "quick"})
    assert broken.is_error
    assert "could not finish (ZeroDivisionError): a fault of promptwell" in broken.content[0].text
    assert "a secret of the program" not in broken.content[0].text
    assert "a secret of the program" in caplog.text
    assert not fine.is_error


async def test_what_is_not_found_names_the_next_call(mode: Any) -> None:
    def operations(name: str, asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
        raise NotFoundError("there is no prompt `replay`; did you mean `reply`?")

    async with Client(make_server(operations), mode=mode) as client:
        result = await client.call_tool("render_prompt", {"prompt": "replay"})
    assert result.content[0].text == (
        "there is no prompt `replay`; did you mean `reply`? "
        "Call search_prompts or list_prompts to find it"
    )
