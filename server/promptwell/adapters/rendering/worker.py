"""The worker: a process that renders one template after the other until its input ends.

Each line of standard input is a request, each line of standard output its answer; see `wire`.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

from promptwell.adapters.rendering.limits import guard
from promptwell.adapters.rendering.wire import pack_answer, pack_error, unpack_request
from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.request import RenderRequest, render_request

READY = b'{"ready": true}\n'


def serve(memory: str, cpu: str) -> None:
    """Answer requests until the input ends, within so many bytes, each in so many seconds."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # Renders once, so that everything is imported and compiled before the limits hold.
    render_request(RenderRequest("{{ x|upper }}", {"x": "a"}))
    limits = guard()
    limits.limit_memory(int(memory))
    answers.write(READY)
    answers.flush()
    while line := requests.readline():
        limits.start_clock(float(cpu))
        if not _answer(line, answers):
            return
        limits.stop_clock()


def _answer(line: bytes, answers: BinaryIO) -> bool:
    """Answer one request; False where the process had better not go on."""
    number, goes_on = 0, True
    try:
        number, request = unpack_request(line)
        packed = pack_answer(number, render_request(request))
    except RenderError as error:
        # Memory may be in pieces now; a fresh process has all of it again.
        goes_on = error.reason != "memory"
        packed = pack_error(number, error, last=not goes_on)
    except MemoryError:
        goes_on = False
        message = "the template or its result needs more memory than a rendering may use"
        packed = pack_error(number, RenderError(message, reason="memory"), last=True)
    answers.write(packed)
    answers.flush()
    return goes_on
