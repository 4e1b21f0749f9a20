"""The worker: a process that summarizes the files of one job and ends.

The first line of standard input is the job; the lines of standard output are batches of summaries,
remarks for the log, and last the word that all is done. See `process` for the other end.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from contextlib import suppress
from typing import Any

from promptwell import __version__
from promptwell.adapters.check_cache import FileCache, NoCache, program_stamp
from promptwell.adapters.indexing.job import Job, batches
from promptwell.adapters.indexing.wire import FORM, line, pack_summary
from promptwell.language.syntax.detect import Associations


def serve() -> None:
    """Do the job that stands in the first line of the input, as long as the input stays open."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(10)
    job = _job(json.loads(sys.stdin.buffer.readline()))
    # The other end keeps the input open for as long as it lives and wants an answer.
    threading.Thread(target=_end_with_input, daemon=True).start()
    logging.getLogger("promptwell").addHandler(_Remarks(logging.INFO))
    logging.getLogger("promptwell").setLevel(logging.INFO)
    kept = _cache(job)
    for batch in batches(job, kept):
        packed = [[path, summary and pack_summary(summary)] for path, summary in batch.items()]
        _say({"files": packed})
    _say({"done": True})
    kept.save((*job.paths, *job.existing))  # only now: nobody waits for it
    _say({"saved": True})


def _job(data: dict[str, Any]) -> Job:
    if data["form"] != FORM:
        raise SystemExit(2)
    associations = Associations(data["formats"], data["dialects"])
    paths, existing = tuple(data["paths"]), tuple(data["existing"])
    return Job(data["root"], paths, associations, data["cache"], existing)


def _cache(job: Job) -> NoCache:
    if not job.cache:
        return NoCache()
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return FileCache(job.cache, job.root, job.stamp(program_stamp(__version__, package)))


def _end_with_input() -> None:
    sys.stdin.buffer.read(1)
    os._exit(0)


def _say(data: dict[str, Any]) -> None:
    try:
        sys.stdout.buffer.write(line(data))
        sys.stdout.buffer.flush()
    except OSError:  # the other end is gone, and nobody else wants the answer
        os._exit(0)


class _Remarks(logging.Handler):
    """Hands the log's records on: this process has no log of its own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        _say({"remark": record.getMessage()})
