"""What is to be summarized, and how: the same in a process of its own and in a thread."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from promptwell.adapters.check_cache import NoCache
from promptwell.adapters.files import WorkspaceFiles
from promptwell.adapters.indexing.wire import FORM, pack_summary, unpack_summary
from promptwell.language.semantics.summarize import summarize_text
from promptwell.language.semantics.summary import FileSummary
from promptwell.language.syntax.detect import Associations

BATCH = 100
"""So many files are handed over at once."""

Batch = Mapping[str, FileSummary | None]
"""Summaries by path; None for a file that can't be read."""


@dataclass(frozen=True, slots=True)
class Job:
    """Files to be summarized. `root` is the folder out of which no file may lead.

    `cache` is the folder in which summaries are kept, "" keeps none; `existing` are all files of the
    workspace, whose summaries may stay there.
    """

    root: str
    paths: tuple[str, ...]
    associations: Associations = field(default_factory=Associations)
    cache: str = ""
    existing: tuple[str, ...] = ()

    def stamp(self, program: str) -> str:
        """By what summaries are made: when it differs, those that were kept are void."""
        formats, dialects = self.associations.formats, self.associations.dialects
        return f"{FORM} {program} {sorted(formats.items())} {sorted(dialects.items())}"


def batches(
    job: Job, kept: NoCache | None = None, wanted: Callable[[], bool] = lambda: True
) -> Iterator[Batch]:
    """The summaries of a job's files, some at a time, until they are no longer wanted."""
    files = WorkspaceFiles([job.root])
    kept = kept or NoCache()
    batch: dict[str, FileSummary | None] = {}
    for path in job.paths:
        if not wanted():
            return
        batch[path] = _summary(path, files, job.associations, kept)
        if len(batch) == BATCH:
            yield batch
            batch = {}
    if batch:
        yield batch


def _summary(
    path: str, files: WorkspaceFiles, associations: Associations, kept: NoCache
) -> FileSummary | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    known = [status.st_size, status.st_mtime_ns]
    entry = kept.find(path)
    if entry is not None and len(entry) == 3 and list(entry[:2]) == known:
        summary = unpack_summary(entry[2])
        if summary is not None:
            return summary
    text = files.read(path)
    if text is None:
        return None
    summary = summarize_text(text, path, associations)
    packed = pack_summary(summary)
    if not _holds_secret(packed):
        kept.keep(path, [*known, packed])
    return summary


def _holds_secret(packed: list[Any]) -> bool:
    """Whether a name or a path is a secret: such a summary is never written down."""
    # Loaded where files are read for the first time, and not where all is kept already.
    from promptwell.language.detectors.secrets.find import search

    return bool(search(json.dumps(packed), standard_library=False))
