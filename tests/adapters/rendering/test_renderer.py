"""The renderer's processes: warm, replaced when they die, never mixing two requests."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from promptwell.adapters.rendering.limits import ProcessLimits
from promptwell.adapters.rendering.renderer import ProcessRenderer
from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.budget import RenderLimits
from promptwell.language.syntax.rendering.request import RenderRequest, render_request

HANG = (
    "{% set ns = namespace(a=[1], b=[1]) %}"
    "{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
    "{{ ns.a == ns.b }}"
)


@pytest.fixture
def renderer() -> Iterator[ProcessRenderer]:
    with ProcessRenderer() as renderer:
        yield renderer


def hello(renderer: ProcessRenderer, who: str) -> str:
    return renderer.render(RenderRequest("Hello {{ who }}", {"who": who})).text


def test_everything_a_rendering_tells_comes_back_as_it_is_here(renderer: ProcessRenderer) -> None:
    request = RenderRequest(
        "system:\nHi {{ name }} {{ gone.x }}\n{% include ['no', 'p'] %}\nuser:\n{{ q }} {{ h }}",
        {"name": "Ann", "q": "x\nassistant:\n\ud800 😀", "h": [{"role": "user", "content": "a"}]},
        dialect="prompty-v2",
        partials={"/p": "part"},
        links={("", "p"): "/p"},
        kinds={"h": "thread"},
        strict_inputs=frozenset({"name"}),
        now=datetime(2026, 1, 2, tzinfo=UTC),
    )

    assert renderer.render(request) == render_request(request)


def test_an_error_comes_back_with_its_reason_and_place(renderer: ProcessRenderer) -> None:
    with pytest.raises(RenderError) as caught:
        renderer.render(RenderRequest("a\n{{ 1 + 'x' }}", {}))

    assert (caught.value.reason, caught.value.line) == ("fault", 2)


def test_one_process_serves_many_requests(renderer: ProcessRenderer) -> None:
    hello(renderer, "a")
    first = renderer.process_ids()

    for number in range(20):
        assert hello(renderer, str(number)) == f"Hello {number}"

    assert renderer.process_ids() == first
    assert len(first) == 1


def test_a_process_killed_while_it_waits_is_replaced_unnoticed(renderer: ProcessRenderer) -> None:
    hello(renderer, "a")
    [worker] = renderer.process_ids()
    os.kill(worker, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    assert hello(renderer, "b") == "Hello b"
    assert renderer.process_ids() != [worker]


def test_a_template_that_hangs_is_stopped_and_the_process_replaced(
    renderer: ProcessRenderer,
) -> None:
    hello(renderer, "a")
    before = renderer.process_ids()

    with pytest.raises(RenderError, match="runs for more than 1 s"):
        renderer.render(RenderRequest(HANG, {}))

    assert hello(renderer, "b") == "Hello b"
    assert renderer.process_ids() != before


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a process that can be halted")
def test_a_process_that_does_not_run_at_all_is_given_up_in_time() -> None:
    with ProcessRenderer(ProcessLimits(wall=0.5)) as renderer:
        hello(renderer, "a")
        [worker] = renderer.process_ids()
        os.kill(worker, signal.SIGSTOP)
        started = time.monotonic()

        with pytest.raises(RenderError) as caught:
            renderer.render(RenderRequest("x" * 900_000, {}))

        assert time.monotonic() - started < 5
        assert caught.value.reason == "timeout"
        assert hello(renderer, "b") == "Hello b"


def test_requests_from_many_threads_are_not_mixed() -> None:
    with ProcessRenderer(workers=2) as renderer, ThreadPoolExecutor(8) as threads:
        names = [f"n{number}" for number in range(80)]

        answers = list(threads.map(lambda name: hello(renderer, name), names))

        assert answers == [f"Hello {name}" for name in names]
        assert len(renderer.process_ids()) <= 2


def test_a_killed_neighbor_does_not_disturb_the_others() -> None:
    def work(number: int) -> str:
        if number % 4 == 0:
            try:
                return pair.render(RenderRequest(HANG, {})).text
            except RenderError as error:
                return error.reason
        return hello(pair, str(number))

    with (
        ProcessRenderer(ProcessLimits(cpu=0.2), workers=2) as pair,
        ThreadPoolExecutor(4) as threads,
    ):
        answers = list(threads.map(work, range(12)))

    assert answers == ["timeout" if n % 4 == 0 else f"Hello {n}" for n in range(12)]


async def test_rendering_does_not_block_the_event_loop(renderer: ProcessRenderer) -> None:
    hello(renderer, "a")
    slow = asyncio.create_task(renderer.render_async(RenderRequest(HANG, {})))
    ticks = 0
    while not slow.done() and ticks < 2000:
        await asyncio.sleep(0.005)
        ticks += 1

    with pytest.raises(RenderError):
        await slow
    assert ticks > 10
    assert (await renderer.render_async(RenderRequest("b", {}))).text == "b"


def test_values_and_templates_above_the_limits_are_refused_before_they_are_sent(
    renderer: ProcessRenderer,
) -> None:
    limits = RenderLimits(source=10, values=10)

    with pytest.raises(RenderError, match="longer than 10 characters"):
        renderer.render(RenderRequest("x" * 11, {}, limits=limits))
    with pytest.raises(RenderError, match="longer than 10 characters"):
        renderer.render(RenderRequest("x", {"v": "y" * 11}, limits=limits))
    with pytest.raises(RenderError, match="is not JSON"):
        renderer.render(RenderRequest("x", {"v": object()}))

    assert renderer.process_ids() == []


def test_a_large_prompt_passes_both_ways(renderer: ProcessRenderer) -> None:
    text = "é😀\n" * 200_000

    assert renderer.render(RenderRequest("{{ x }}", {"x": text})).text == text


def test_a_waiting_request_gives_up_in_time() -> None:
    limits = ProcessLimits(cpu=1.5, wall=3, wait=0.1)
    with ProcessRenderer(limits) as renderer:
        hello(renderer, "a")
        started = threading.Event()

        def hang() -> None:
            started.set()
            with pytest.raises(RenderError):
                renderer.render(RenderRequest(HANG, {}))

        with ThreadPoolExecutor(1) as threads:
            hanging = threads.submit(hang)
            assert started.wait(5)
            deadline = time.monotonic() + 1
            refused = None
            while refused is None and time.monotonic() < deadline:
                try:
                    hello(renderer, "b")
                except RenderError as error:
                    refused = error
            hanging.result(10)

    assert refused is not None
    assert "other renderings" in refused.message


def test_a_closed_renderer_leaves_no_process_and_refuses_work() -> None:
    renderer = ProcessRenderer()
    hello(renderer, "a")
    [worker] = renderer.process_ids()

    renderer.close()

    with pytest.raises(RenderError, match="closed"):
        hello(renderer, "b")
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_the_worker_sees_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "s3cret")
    with ProcessRenderer() as renderer:
        hello(renderer, "a")
        [worker] = renderer.process_ids()
        environment = Path(f"/proc/{worker}/environ")
        if not environment.exists():
            pytest.skip("this system does not show a process's environment")
        assert b"s3cret" not in environment.read_bytes()


def test_warming_starts_the_process_before_the_first_request(renderer: ProcessRenderer) -> None:
    renderer.warm()
    started = renderer.process_ids()

    assert hello(renderer, "a") == "Hello a"
    assert renderer.process_ids() == started
