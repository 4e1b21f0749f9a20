"""The near end of the worker: a job is sent, batches of summaries come back."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from promptwell.adapters.indexing.job import Batch, Job
from promptwell.adapters.indexing.wire import FORM, line, unpack_summary
from promptwell.adapters.python_process import start_python
from promptwell.errors import PromptwellError

_log = logging.getLogger(__name__)

_MODULE = "promptwell.adapters.indexing.worker"
_NEEDS = ("yaml",)
_PATIENCE = 30.0

FAREWELL = "index-worker-end"
"""The thread that waits until a worker has written its cache and is gone."""

_LONGEST_LINE = 256 * 1024 * 1024


class WorkerFailed(PromptwellError):  # noqa: N818  # what happened to the process
    """The worker could not be started, or ended before its work was done."""


def batches_from_process(job: Job, wanted: Callable[[], bool] = lambda: True) -> Iterator[Batch]:
    """The summaries of a job's files, made in a process of its own, until no longer wanted.

    Raises:
        WorkerFailed: not all of them came; those that did hold.
    """
    try:
        process = start_python(_MODULE, needs=_NEEDS, low_priority=True)
    except OSError as error:
        raise WorkerFailed(f"no process for the index can be started: {error}") from error
    saved = False
    try:
        _send(process, job)
        for data in _answers(process):
            if "files" in data:
                yield {path: packed and unpack_summary(packed) for path, packed in data["files"]}
            elif "remark" in data:
                _log.info("%s", data["remark"])
            elif "done" in data:
                saved = True
                return
            if not wanted():
                return
        raise WorkerFailed(f"the process for the index ended with code {process.wait(5)}")
    finally:
        # It goes on to write its cache; a process that is not wanted any more is ended.
        ending = (process, saved)
        threading.Thread(target=_see_off, args=ending, name=FAREWELL, daemon=True).start()


def _send(process: subprocess.Popen[bytes], job: Job) -> None:
    assert process.stdin
    message = {
        "form": FORM,
        "root": job.root,
        "paths": job.paths,
        "existing": job.existing,
        "formats": dict(job.associations.formats),
        "dialects": dict(job.associations.dialects),
        "cache": job.cache,
    }
    with suppress(OSError):  # a process that ended already is noticed where its answers are read
        process.stdin.write(line(message))
        process.stdin.flush()


def _answers(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    assert process.stdout
    while True:
        # Killing the process ends the reading, so that it can't wait for longer.
        timer = threading.Timer(_PATIENCE, process.kill)
        timer.daemon = True
        timer.start()
        try:
            text = process.stdout.readline(_LONGEST_LINE)
        finally:
            timer.cancel()
        if not text.endswith(b"\n"):
            return
        yield json.loads(text)


def _see_off(process: subprocess.Popen[bytes], saving: bool) -> None:
    with suppress(OSError, ValueError):
        if saving and process.stdout:
            for text in process.stdout:
                remark = json.loads(text).get("remark")
                if remark:
                    _log.info("%s", remark)
        process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
