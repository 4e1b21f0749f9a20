"""Which files Git says were renamed: staged, or in the last commits."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from promptwell.adapters.paths import to_path

if TYPE_CHECKING:
    from pygit2 import Diff, Repository

_log = logging.getLogger(__name__)

MOST_COMMITS = 2000
"""So many commits are looked through for a file's way; who was away for longer is told by the text."""

_PATIENCE = 2.0
# A change of more files than these is an import or a change of style; comparing all takes minutes.
_MOST_COMPARED = 1000


def git_renames(root: str, gone: Collection[str]) -> dict[str, str]:
    """The paths now of files that went, as far as Git knows; both are relative to the root.

    Nothing where there is no repository, or none that can be read.
    """
    if not gone:
        return {}
    import pygit2  # costs start-up time, and most runs of the index miss no file

    try:
        found = pygit2.discover_repository(root)
        if found is None:
            return {}
        return _renames(pygit2.Repository(found), root, gone)
    except (pygit2.GitError, KeyError, ValueError, OSError) as error:
        _log.info("%s: Git can't be asked about renamed files: %s", root, error)
        return {}


def _renames(repository: Repository, root: str, gone: Collection[str]) -> dict[str, str]:
    prefix = _prefix(repository, root)
    if prefix is None or repository.head_is_unborn:
        return {}
    wanted = {f"{prefix}{path}" for path in gone}
    now: dict[str, str] = {}
    """What files are called now, by what they were called at the commit that is looked at."""
    found: dict[str, str] = {}
    for step in _steps(repository):
        passed = {before: now.get(after, after) for before, after in step}
        for _, after in step:
            now.pop(after, None)
        now.update(passed)
        found.update({path: passed[path] for path in wanted & passed.keys()})
        wanted -= found.keys()
        if not wanted:
            break
    return {
        before.removeprefix(prefix): after.removeprefix(prefix)
        for before, after in found.items()
        if after.startswith(prefix)
    }


def _prefix(repository: Repository, root: str) -> str | None:
    """What stands before a path of the root in one of the repository; None where it has no such folder."""
    if repository.is_bare:
        return None
    top = to_path(os.path.realpath(repository.workdir)).rstrip("/") + "/"
    folder = to_path(os.path.realpath(root)).rstrip("/") + "/"
    return folder[len(top) :] if folder.startswith(top) else None


def _steps(repository: Repository) -> Iterator[list[tuple[str, str]]]:
    """The renames of each step back in time: what is staged first, then commit by commit."""
    end = monotonic() + _PATIENCE
    yield _pairs(repository.diff("HEAD", cached=True))
    for commit in islice(repository.walk(repository.head.target), MOST_COMMITS):
        if monotonic() > end:
            return
        if commit.parents:
            yield _pairs(commit.parents[0].tree.diff_to_tree(commit.tree))


def _pairs(diff: Diff) -> list[tuple[str, str]]:
    from pygit2.enums import DeltaStatus, DiffFind

    states = {delta.status for delta in diff.deltas}
    if not {DeltaStatus.ADDED, DeltaStatus.DELETED} <= states or len(diff) > _MOST_COMPARED:
        return []
    diff.find_similar(DiffFind.FIND_RENAMES)
    return [
        (delta.old_file.path, delta.new_file.path)
        for delta in diff.deltas
        if delta.status == DeltaStatus.RENAMED
    ]
