"""Work spread over processes, for what is pure computation and large enough to pay for them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from promptwell.errors import PromptwellError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Work = TypeVar("Work")
Result = TypeVar("Result")


def spread(
    function: Callable[[Work], Sequence[Result]], batches: Sequence[Work]
) -> Iterable[Result]:
    """The results of a function over all batches: the first here, each other in its own process.

    The function must be one that a fresh process can import. Results come batch by batch.
    """
    if len(batches) < 2:
        for batch in batches:
            yield from function(batch)
        return
    import multiprocessing  # costs start-up time, and most runs are too small for it

    # A forked process has everything imported already. Elsewhere forking is not safe or not there.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    waiting: list[tuple[Connection, Any]] = []
    for batch in batches[1:]:
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(sending, function, batch), daemon=True)
        process.start()
        sending.close()
        waiting.append((receiving, process))
    try:
        yield from function(batches[0])
        for receiving, process in waiting:
            try:
                failure, results = receiving.recv()
            except EOFError as error:
                process.join()
                raise PromptwellError(
                    f"a worker process ended with code {process.exitcode}; `--jobs 1` does without"
                ) from error
            if failure is not None:
                raise failure
            process.join()
            yield from results
    finally:
        for _, process in waiting:
            if process.is_alive():
                process.terminate()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _work(sending: Any, function: Callable[[Any], Sequence[Any]], batch: Any) -> None:
    try:
        sending.send((None, list(function(batch))))
    except KeyboardInterrupt:
        pass
    except Exception as error:  # noqa: BLE001  # it is raised again in the process that waits
        sending.send((error, []))
    finally:
        sending.close()
