"""What Git knows of prompt files: what it calls their texts, which commit brought them, all they ever were."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from promptwell.adapters.git.bringing import comes_from, commits_of
from promptwell.adapters.git.past import past_of
from promptwell.adapters.git.repositories import NamesFromRoot, Repositories, submodules
from promptwell.adapters.git.texts import short_names, text_at
from promptwell.domain.versions.identity import blob_id, plain_blob_id
from promptwell.domain.versions.ports import PastFiles, PastText, PastVersion

if TYPE_CHECKING:
    from pygit2 import Repository

_log = logging.getLogger(__name__)

_T = TypeVar("_T")


class WorkspaceHistory:
    """`GitHistory` of a folder. Repositories are opened once: make one for each operation."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._repositories = Repositories(root)

    def blob_ids(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """What Git would call the texts of some files, as its filters would store them."""
        return {path: self._blob_id(path, text) for path, text in texts.items()}

    def heads(self) -> Mapping[str, str]:
        """The last commit of each repository of the root, by its folder from it; cheap to ask."""
        return {folder: head for folder, (_, head) in self._heads().items()}

    def commits(
        self, wanted: Mapping[str, Collection[str]], since: Collection[str] = ()
    ) -> Mapping[tuple[str, str], str]:
        """The commits that brought contents of files, by path and blob id; of several the newest."""
        found: dict[tuple[str, str], str] = {}
        for repository, held in self._by_repository({path: path for path in wanted}):
            blobs = {name: wanted[path] for name, path in held.items()}
            with _asking("its commits"):
                for (name, blob), commit in commits_of(repository, blobs, since).items():
                    found[held[name], blob] = commit
        return found

    def follows(self, before: Mapping[str, str]) -> bool:
        """Whether the last commits all come from those that were the last ones before."""
        now = self._heads()
        for folder, old in before.items():
            if folder not in now:
                return False
            repository, new = now[folder]
            if new != old and not comes_from(repository, new, old):
                return False
        return True

    def lost(self, commits: Mapping[str, Collection[str]]) -> Collection[str]:
        """Those of the commits of some files that the last commit does not come from any more."""
        found: set[str] = set()
        for repository, held in self._by_repository(commits):
            with _asking("its last commit"):
                asked = {each for some in held.values() for each in some}
                for each in repository.walk(repository.head.target) if asked else ():
                    asked.discard(str(each.id))
                    if not asked:
                        break
                found |= asked
        return found

    def is_cut_off(self) -> bool:
        """Whether older commits of a repository of the root were not fetched."""
        return any(repository.is_shallow for repository, _ in self._heads().values())

    def past(self, paths: Collection[str]) -> Iterator[PastVersion]:
        """All that some files were, the oldest first."""
        for repository, held in self._by_repository({path: path for path in paths}):
            names = NamesFromRoot(repository, self._root)
            for each in past_of(repository, held):
                told = names.of(each.path)
                yield each if told == each.path else replace(each, path=told)

    def text_at(self, path: str, ref: str) -> PastText:
        """The text of a file at a ref of Git."""
        found = text_at(f"{self._root.rstrip('/')}/{path}", ref, path)
        return PastText(self.from_root(path, found.path), found.text, found.commit)

    def from_root(self, path: str, name: str) -> str:
        """What is said from the root of a file that the repository of another one calls so."""
        place = self._repositories.place(path)
        return name if place is None else NamesFromRoot(place.repository, self._root).of(name)

    def files_at(self, path: str, commit: str) -> PastFiles | None:
        """The files of the root as a commit of the repository that holds a file has them."""
        place = self._repositories.place(path)
        if place is None:
            return None
        from pygit2 import GitError

        from promptwell.adapters.git.commit_files import CommitFiles

        try:
            return CommitFiles(place.repository, commit, self._root)
        except (GitError, KeyError, ValueError) as error:
            _log.info("%s: Git can't be asked about %s: %s", path, commit, error)
            return None

    def refs(self, path: str) -> Sequence[str]:
        """The names of branches and tags of the repository that holds a file."""
        place = self._repositories.place(path)
        return short_names(place.repository) if place is not None else ()

    def _by_repository(self, said: Mapping[str, _T]) -> list[tuple[Repository, dict[str, _T]]]:
        """What is said of files, by their repositories and their paths in these."""
        found: dict[int, tuple[Repository, dict[str, _T]]] = {}
        for path, each in said.items():
            place = self._repositories.place(path)
            if place is not None:
                _, held = found.setdefault(id(place.repository), (place.repository, {}))
                held[place.path] = each
        return list(found.values())

    def _heads(self) -> dict[str, tuple[Repository, str]]:
        found: dict[str, tuple[Repository, str]] = {}
        for folder in ("", *submodules(self._root)):
            place = self._repositories.place(f"{folder}/." if folder else ".")
            with _asking("its last commit"):
                if place is not None and not place.repository.head_is_unborn:
                    found[folder] = (place.repository, str(place.repository.head.target))
        return found

    def _blob_id(self, path: str, text: str) -> str:
        place = self._repositories.place(path)
        if place is None:
            return plain_blob_id(text)
        from pygit2 import GitError
        from pygit2.enums import FilterMode

        content = text.encode("utf-8", "surrogateescape")
        try:
            filters = place.repository.load_filter_list(place.path, mode=FilterMode.TO_ODB)
            if filters is not None:
                content = bytes(filters.apply_to_buffer(content))
        except GitError as error:
            _log.info("%s: Git's filters can't be asked: %s", path, error)
            return plain_blob_id(text)
        return blob_id(content, _name_length(place.repository))


def _name_length(repository: Repository) -> int:
    return 40 if repository.head_is_unborn else len(str(repository.head.target))


@contextmanager
def _asking(what: str) -> Iterator[None]:
    """What Git can't say is not known; the log says why."""
    from pygit2 import GitError

    try:
        yield
    except (GitError, KeyError, ValueError) as error:
        _log.info("Git can't be asked about %s: %s", what, error)
