"""The Git repositories around the files of a root, submodules among them."""

from __future__ import annotations

import os
import posixpath
import re
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
        top = top_of(repository)
        real = to_path(os.path.realpath(folder)).rstrip("/") + "/"
        return (repository, real[len(top) :]) if real.startswith(top) else None


def top_of(repository: Repository) -> str:
    """The folder of a repository's working files, links resolved, with `/` at the end."""
    return to_path(os.path.realpath(repository.workdir)).rstrip("/") + "/"


def path_from_top(repository: Repository, root: str, path: str) -> str | None:
    """What a repository calls a file or folder of a root, by its absolute path; None where it is outside."""
    real = to_path(os.path.realpath(root)).rstrip("/")
    absolute = f"{real}{path.removeprefix(root.rstrip('/'))}/"
    top = top_of(repository)
    return absolute[len(top) :].rstrip("/") if absolute.startswith(top) else None


class NamesFromRoot:
    """What is said from a root of the files of a repository; of one outside of the root it begins with `..`."""

    def __init__(self, repository: Repository, root: str) -> None:
        top, real = top_of(repository), to_path(os.path.realpath(root)).rstrip("/") + "/"
        self._inside = real[len(top) :] if real.startswith(top) else ""
        self._way = os.path.relpath(top, real).replace(os.sep, "/")

    def of(self, name: str) -> str:
        """What is said of a file that the repository calls so."""
        if self._inside and name.startswith(self._inside):
            return name[len(self._inside) :]
        return posixpath.normpath(f"{self._way}/{name}")


def submodules(root: str) -> list[str]:
    """The folders of the submodules at and below a root that is the top of a repository."""
    try:
        with open(os.path.join(root, ".gitmodules"), encoding="utf-8", errors="replace") as stream:
            return re.findall(r"(?m)^\s*path\s*=\s*(.+?)\s*$", stream.read())
    except OSError:
        return []


def known_parents(repository: Repository, commit: Commit) -> list[Commit]:
    """The parents that are there: a shallow clone ends somewhere."""
    from pygit2 import Commit as CommitKind

    held = (repository.get(each) for each in commit.parent_ids)
    return [each.peel(CommitKind) for each in held if each is not None]
