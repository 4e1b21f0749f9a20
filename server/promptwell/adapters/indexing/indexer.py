"""Summaries of a workspace's files: in a process of its own where there are many, else here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

from promptwell.adapters.indexing.job import Batch, Job, batches
from promptwell.adapters.indexing.process import WorkerFailed, batches_from_process

_log = logging.getLogger(__name__)

# A process takes 0.1 s to come up. As long as that so many files keep the interpreter busy here, and
# with it whoever types.
FEW = 60


def indexed(job: Job, wanted: Callable[[], bool] = lambda: True) -> Iterator[Batch]:
    """The summaries of a job's files, some at a time, until they are no longer wanted.

    To be called in a thread: a step takes as long as some files take to be read.
    """
    left = dict.fromkeys(job.paths)
    if len(left) >= FEW:
        try:
            for batch in batches_from_process(job, wanted):
                yield batch
                for path in batch:
                    left.pop(path, None)
        except WorkerFailed as error:
            _log.warning("%s; the other %d files are read here", error, len(left))
    if wanted():
        yield from batches(replace(job, paths=tuple(left)), wanted=wanted)
