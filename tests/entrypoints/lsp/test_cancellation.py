"""Requests that are called off, or overtaken by an edit."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from tests.entrypoints.lsp.raw_server import RawServer, part

from promptwell.entrypoints.lsp.worker import Worker

HEAD = "---\nname: a\ninputs: {who: {kind: string}}\n---\nuser:\nHello {{ who }}\n"
LONG = HEAD + "".join(f"Line {number} for {{{{ who }}}} and `words`.\n" for number in range(4000))
CANCELED, MODIFIED = -32800, -32801


@pytest.fixture
def long(server: RawServer, folder: Path) -> str:
    """A document so long that questions about it are answered in a thread."""
    uri = (folder / "long.prompty").as_uri()
    server.open(uri, LONG)
    return uri


def ask(server: RawServer, uri: str, method: str, **more: object) -> int:
    return server.ask(method, {"textDocument": {"uri": uri}, **more})


def cancel(server: RawServer, number: int) -> None:
    server.notify("$/cancelRequest", {"id": number})


def order(server: RawServer, *numbers: int) -> list[int]:
    for number in numbers:
        server.answer(number)
    return [each["id"] for each in server.said if each.get("id") in numbers]


def test_a_canceled_question_about_a_long_text_is_answered_before_its_work_is_done(
    server: RawServer, long: str
) -> None:
    first = ask(server, long, "textDocument/documentSymbol")
    second = ask(server, long, "textDocument/documentSymbol")
    third = ask(server, long, "textDocument/documentSymbol")
    cancel(server, second)
    cancel(server, first)
    assert server.answer(first)["error"]["code"] == CANCELED
    assert server.answer(second)["error"]["code"] == CANCELED
    assert server.answer(third)["result"]
    assert order(server, first, second, third)[-1] == third


def test_canceled_requests_of_a_burst_are_all_answered_and_the_last_one_right(
    server: RawServer, folder: Path
) -> None:
    uri = (folder / "a.prompty").as_uri()
    server.open(uri, HEAD)
    at = server.at(uri, 5, 10)
    numbers = [server.ask("textDocument/hover", at) for _ in range(50)]
    for number in numbers[:-1]:
        cancel(server, number)
    for number in numbers[:-1]:
        answer = server.answer(number)
        assert answer.get("error", {}).get("code", CANCELED) == CANCELED
    assert "who" in server.answer(numbers[-1])["result"]["contents"]["value"]


def test_a_cancellation_of_nothing_is_left_out(server: RawServer, folder: Path) -> None:
    for params in ({"id": 4711}, {"id": "x"}, {"id": None}, {"id": True}, {"id": [1]}, {}, None, 7):
        server.notify("$/cancelRequest", params)
    done = server.ask("textDocument/hover", server.at((folder / "a.prompty").as_uri(), 0, 0))
    server.answer(done)
    cancel(server, done)
    assert "result" in server.request("textDocument/hover", server.at("file:///x.j2", 0, 0))
    assert len([each for each in server.said if each.get("id") == done]) == 1


def test_an_edit_that_would_meet_another_text_is_not_sent(server: RawServer, long: str) -> None:
    renaming = server.ask("textDocument/rename", {**server.at(long, 5, 10), "newName": "whom"})
    server.change(long, 2, part((0, 0), (0, 0), "\n"))
    assert server.answer(renaming)["error"]["code"] == MODIFIED
    again = server.request("textDocument/rename", {**server.at(long, 6, 10), "newName": "whom"})
    assert again["result"]


def test_what_is_right_enough_is_answered_though_the_text_has_changed(
    server: RawServer, long: str
) -> None:
    hovering = server.ask("textDocument/hover", server.at(long, 5, 10))
    symbols = ask(server, long, "textDocument/documentSymbol")
    server.change(long, 2, part((9, 0), (9, 0), "x"))
    assert "who" in server.answer(hovering)["result"]["contents"]["value"]
    assert server.answer(symbols)["result"]


def test_a_client_that_asks_again_is_told_that_an_answer_is_outdated(folder: Path) -> None:
    support = {"cancel": True, "retryOnContentModified": ["textDocument/documentSymbol"]}
    with RawServer(cwd=folder) as server:
        server.initialize(folder, capabilities={"general": {"staleRequestSupport": support}})
        uri = (folder / "long.prompty").as_uri()
        server.open(uri, LONG)
        symbols = ask(server, uri, "textDocument/documentSymbol")
        hovering = server.ask("textDocument/hover", server.at(uri, 5, 10))
        server.change(uri, 2, part((9, 0), (9, 0), "x"))
        assert server.answer(symbols)["error"]["code"] == MODIFIED
        assert server.answer(hovering)["result"]


def test_work_that_was_canceled_before_its_turn_is_never_begun() -> None:
    begun: list[str] = []
    going, free = threading.Event(), threading.Event()

    def slow() -> str:
        begun.append("slow")
        going.set()
        free.wait(10)
        return "done"

    async def session() -> None:
        worker = Worker("test")
        first = asyncio.ensure_future(worker.run(slow))
        second = asyncio.ensure_future(worker.run(lambda: begun.append("second")))
        third = asyncio.ensure_future(worker.run(lambda: begun.append("third")))
        await asyncio.to_thread(going.wait, 10)
        second.cancel()
        await asyncio.wait([second], timeout=10)
        assert second.cancelled()
        free.set()
        assert await first == "done"
        await third
        worker.close()

    asyncio.run(session())
    assert begun == ["slow", "third"]


def test_an_error_in_a_thread_is_raised_where_its_result_is_awaited() -> None:
    async def session() -> None:
        with pytest.raises(ZeroDivisionError):
            await Worker("test").run(lambda: 1 // 0)

    asyncio.run(session())


def test_a_trace_tells_of_each_message_and_never_of_texts(server: RawServer, folder: Path) -> None:
    uri = (folder / "secret-plan.prompty").as_uri()
    server.notify("$/setTrace", {"value": "verbose"})
    server.open(uri, HEAD)
    server.request("textDocument/hover", server.at(uri, 5, 10))
    traced = [each["params"] for each in server.said if each.get("method") == "$/logTrace"]
    assert [each["message"] for each in traced][-2:] == [
        "textDocument/didOpen",
        "textDocument/hover",
    ]
    assert "answered after" in traced[-1]["verbose"]
    assert "Hello" not in str(traced)
    server.notify("$/setTrace", {"value": "off"})
    said = len(server.said)
    server.request("textDocument/hover", server.at(uri, 5, 10))
    assert not [each for each in server.said[said:] if each.get("method") == "$/logTrace"]
