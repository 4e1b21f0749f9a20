"""The Git repositories around the files of a root, submodules among them."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from promptwell.adapters.paths import to_path

if TYPE_CHECKING:
    from pygit2 import Commit, Repository


class Place(NamedTuple):
    """A file in the repository that holds it: its path from the top of that one's working files."""

    repository: Repository
    path: str


class Repositories:
    """Finds for each file of a root its repository; each is opened once."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._at = cache(self._open_at)
        self._opened: dict[str, Repository] = {}

    def place(self, path: str) -> Place | None:
        """Where a file, by its path from the root, is in a repository; None outside of one."""
        file = os.path.join(self._root, path)
        folder, leaf = os.path.split(file)
        found = self._at(folder)
        if found is None:
            return None
        repository, prefix = found
        return Place(repository, f"{prefix}{leaf}")

    def _open_at(self, folder: str) -> tuple[Repository, str] | None:
        import pygit2  # costs start-up time

        there = folder
        while not os.path.isdir(there) and os.path.dirname(there) != there:
            there = os.path.dirname(there)
        try:
            found = pygit2.discover_repository(there)
            if found is None:
                return None
            repository = self._opened.get(found) or pygit2.Repository(found)
        except pygit2.GitError:  # it is damaged, or of another user
            return None
        self._opened[found] = repository
        if repository.is_bare:
            return None
        top = to_path(os.path.realpath(repository.workdir)).rstrip("/") + "/"
        real = to_path(os.path.realpath(folder)).rstrip("/") + "/"
        return (repository, real[len(top) :]) if real.startswith(top) else None


def known_parents(repository: Repository, commit: Commit) -> list[Commit]:
    """The parents that are there: a shallow clone ends somewhere."""
    from pygit2 import Commit as CommitKind

    held = (repository.get(each) for each in commit.parent_ids)
    return [each.peel(CommitKind) for each in held if each is not None]
