"""Which commits brought contents of files into what the last commit came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from promptwell.adapters.git.repositories import known_parents

if TYPE_CHECKING:
    from pygit2 import Commit, Repository

_MOST_COMMITS = 2000
_PATIENCE = 1.0


def commits_of(
    repository: Repository, wanted: Mapping[str, Collection[str]], since: Collection[str] = ()
) -> dict[tuple[str, str], str]:
    """The newest commit that brought each of some contents of files, by path and blob id.

    Args:
        repository: where they are.
        wanted: the blob ids that are looked for, by paths in the repository.
        since: what these commits came from, and they themselves, is not looked at.
    """
    # Most texts that were saved were never given to Git, and then no commit has them.
    known = {blob for blobs in wanted.values() for blob in blobs if blob in repository}
    left = {path: known.intersection(blobs) for path, blobs in wanted.items()}
    left = {path: blobs for path, blobs in left.items() if blobs}
    found: dict[tuple[str, str], str] = {}
    if not left or repository.head_is_unborn:
        return found
    walk = repository.walk(repository.head.target)
    for each in since:
        if each in repository:
            walk.hide(each)
    end = monotonic() + _PATIENCE
    for commit in islice(walk, _MOST_COMMITS):
        before: list[Commit] | None = None
        for path, blobs in list(left.items()):
            blob = _blob_in(commit, path)
            if blob not in blobs:
                continue
            before = known_parents(repository, commit) if before is None else before
            if all(_blob_in(each, path) != blob for each in before):
                found[path, blob] = str(commit.id)
                blobs.discard(blob)
                if not blobs:
                    del left[path]
        if not left or monotonic() > end:
            break
    return found


def comes_from(repository: Repository, commit: str, before: str) -> bool:
    """Whether a commit came from another one; of one that is gone it did not."""
    return commit == before or (before in repository and repository.descendant_of(commit, before))


def _blob_in(commit: Commit, path: str) -> str:
    try:
        return str(commit.tree[path].id)
    except KeyError:
        return ""
