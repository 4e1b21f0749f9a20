"""What Git knows of prompt files: what it calls their texts, which commit brought them, all they ever were."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from promptwell.adapters.git.past import past_of
from promptwell.adapters.git.repositories import Place, Repositories, known_parents
from promptwell.adapters.git.texts import short_names, text_at
from promptwell.domain.versions.identity import blob_id, plain_blob_id
from promptwell.domain.versions.ports import PastText, PastVersion

if TYPE_CHECKING:
    from pygit2 import Commit, Repository

_log = logging.getLogger(__name__)

_MOST_COMMITS = 2000
_PATIENCE = 1.0


class WorkspaceHistory:
    """`GitHistory` of a folder. Repositories are opened once: make one for each operation."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._repositories = Repositories(root)

    def blob_ids(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """What Git would call the texts of some files, as its filters would store them."""
        return {path: self._blob_id(path, text) for path, text in texts.items()}

    def commits(self, path: str, blobs: Collection[str]) -> Mapping[str, str]:
        """The commit that brought each of some contents of a file, by blob id; of several the newest."""
        place = self._repositories.place(path)
        if place is None or not blobs:
            return {}
        from pygit2 import GitError

        try:
            return _commits(place, set(blobs))
        except (GitError, KeyError, ValueError) as error:
            _log.info("%s: Git can't be asked about its commits: %s", path, error)
            return {}

    def past(self, paths: Collection[str]) -> Iterator[PastVersion]:
        """All that some files were, the oldest first."""
        by_repository: dict[int, tuple[Repository, dict[str, str]]] = {}
        for path in paths:
            place = self._repositories.place(path)
            if place is not None:
                _, held = by_repository.setdefault(id(place.repository), (place.repository, {}))
                held[place.path] = path
        for repository, held in by_repository.values():
            yield from past_of(repository, held)

    def text_at(self, path: str, ref: str) -> PastText:
        """The text of a file at a ref of Git."""
        found = text_at(f"{self._root.rstrip('/')}/{path}", ref, path)
        return PastText(found.path, found.text, found.commit)

    def refs(self, path: str) -> Sequence[str]:
        """The names of branches and tags of the repository that holds a file."""
        place = self._repositories.place(path)
        return short_names(place.repository) if place is not None else ()

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


def _commits(place: Place, wanted: set[str]) -> dict[str, str]:
    """Looks from the newest commit on for those in which the file's content is none of its parents'."""
    repository = place.repository
    if repository.head_is_unborn:
        return {}
    found: dict[str, str] = {}
    end = monotonic() + _PATIENCE
    for commit in islice(repository.walk(repository.head.target), _MOST_COMMITS):
        blob = _blob_in(commit, place.path)
        if blob in wanted and blob not in found:
            before = {_blob_in(each, place.path) for each in known_parents(repository, commit)}
            if blob not in before:
                found[blob] = str(commit.id)
        if len(found) == len(wanted) or monotonic() > end:
            break
    return found


def _blob_in(commit: Commit, path: str) -> str:
    try:
        return str(commit.tree[path].id)
    except KeyError:
        return ""
