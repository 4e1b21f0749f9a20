"""All that some files of a repository ever were, commit by commit, renames followed.

The commits are walked twice. From the newest to the oldest it is found what each file was called then
and in which commits it changed; from the oldest to the newest, from which of its versions each came.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from promptwell.adapters.git.repositories import known_parents
from promptwell.domain.versions.ports import PastVersion

if TYPE_CHECKING:
    from pygit2 import Diff, Oid, Repository

_log = logging.getLogger(__name__)

_LARGEST = 2 * 1024 * 1024
# A change of more files than these is an import or a change of style; comparing all takes minutes.
_MOST_COMPARED = 1000


class _Change(NamedTuple):
    """A file as a commit left it."""

    path: str
    blob: Oid


@dataclass
class _Step:
    """A commit: its parents, and for each of them the files that are not as they were there, by their names now."""

    commit: Oid
    parents: list[Oid]
    changes: list[dict[str, _Change]] = field(default_factory=list)


def past_of(repository: Repository, paths: Mapping[str, str]) -> Iterator[PastVersion]:
    """The versions of some files, the oldest first.

    Args:
        repository: where they are.
        paths: the files by their paths in the repository, with the paths by which they are told.
    """
    import pygit2

    if repository.head_is_unborn:
        return
    try:
        steps = list(_steps(repository, dict.fromkeys(paths)))
    except (pygit2.GitError, KeyError) as error:
        _log.warning("Git can't be asked about the past of prompts: %s", error)
        return
    texts = _Texts(repository)
    # By commit: which commit brought the version of each file that holds there.
    last: dict[Oid, dict[str, Oid]] = {}
    left: dict[Oid, int] = {}
    for step in steps:
        for parent in step.parents:
            left[parent] = left.get(parent, 0) + 1
    for step in reversed(steps):
        before = [last.get(each, {}) for each in step.parents]
        here, come = _held(step, before)
        last[step.commit] = here
        for each in step.parents:
            left[each] -= 1
            if not left[each]:
                last.pop(each, None)
        for now, (change, parents) in come.items():
            text = texts.of(change)
            if text is not None:
                yield _version(repository, step.commit, parents, change, paths[now], text)


def _held(
    step: _Step, before: list[dict[str, Oid]]
) -> tuple[dict[str, Oid], dict[str, tuple[_Change, list[Oid]]]]:
    """Which versions hold at a commit, and those that it brings, with the versions they came from."""
    if not any(step.changes):
        return (before[0] if before else {}), {}
    here: dict[str, Oid] = {}
    for each in reversed(before):
        here.update(each)
    come: dict[str, tuple[_Change, list[Oid]]] = {}
    for now in dict.fromkeys(name for each in step.changes for name in each):
        untouched = [
            held.get(now)
            for held, changes in zip(before, step.changes, strict=False)
            if now not in changes
        ]
        if untouched:
            if untouched[0] is not None:
                here[now] = untouched[0]
            continue
        parents = list(dict.fromkeys(held[now] for held in before if now in held))
        come[now] = (step.changes[0][now], parents)
        here[now] = step.commit
    return here, come


def _steps(repository: Repository, names: dict[str, None]) -> Iterator[_Step]:
    """The commits from the newest to the oldest, with what changed in each."""
    from pygit2 import Commit as CommitKind
    from pygit2.enums import SortMode

    newest = repository.head.peel(CommitKind).id
    # What the files are called at a commit: the name then, with the name now.
    called: dict[Oid, dict[str, str]] = {
        newest: {name: name for name in names},
    }
    for commit in repository.walk(newest, SortMode.TOPOLOGICAL):
        mine = called.pop(commit.id, {})
        parents = known_parents(repository, commit)
        step = _Step(commit.id, [each.id for each in parents])
        if not mine:
            pass  # none of the files was there yet
        elif not parents:
            diff = commit.tree.diff_to_tree(swap=True)
            step.changes.append(_changes(diff, mine)[0])
        for parent in parents if mine else ():
            diff = parent.tree.diff_to_tree(commit.tree)
            changes, theirs = _changes(diff, mine)
            step.changes.append(changes)
            known = called.get(parent.id)
            called[parent.id] = theirs if known is None else {**theirs, **known}
        yield step


def _changes(diff: Diff, called: dict[str, str]) -> tuple[dict[str, _Change], dict[str, str]]:
    """The files that a step changed, by their names now, and what they were called before it."""
    from pygit2.enums import DeltaStatus, DiffFind

    deltas = [(each.status, each.new_file, each.old_file) for each in diff.deltas]
    added = {new.path for status, new, _ in deltas if status == DeltaStatus.ADDED}
    came = added & called.keys()
    gone = any(status == DeltaStatus.DELETED for status, _, _ in deltas)
    if came and gone and len(deltas) <= _MOST_COMPARED:
        diff.find_similar(DiffFind.FIND_RENAMES)
        deltas = [(each.status, each.new_file, each.old_file) for each in diff.deltas]
    changes: dict[str, _Change] = {}
    before = called
    for status, new, old in deltas:
        now = called.get(new.path)
        if now is None or status == DeltaStatus.DELETED:
            continue
        if status in (DeltaStatus.ADDED, DeltaStatus.RENAMED):
            if before is called:
                before = dict(called)
            before.pop(new.path, None)
            if status == DeltaStatus.RENAMED:
                before[old.path] = now
            # A file that only moved says what it said.
            if new.id == old.id:
                continue
        changes[now] = _Change(new.path, new.id)
    return changes, before


def _version(
    repository: Repository,
    commit: Oid,
    parents: list[Oid],
    change: _Change,
    now: str,
    text: str,
) -> PastVersion:
    from pygit2 import Commit as CommitKind

    held = repository[commit].peel(CommitKind)
    return PastVersion(
        commit=str(commit),
        parents=tuple(map(str, parents)),
        path=change.path,
        now=now,
        text=text,
        blob_id=str(change.blob),
        author=held.author.name,
        time=datetime.fromtimestamp(held.commit_time, UTC),
        message=held.message.strip().partition("\n")[0],
    )


class _Texts:
    """The texts of blobs, as a checkout would write them."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._filters: dict[str, object] = {}

    def of(self, change: _Change) -> str | None:
        """The text; None where it is none, or too large for a prompt."""
        from pygit2 import Blob

        blob = self._repository.get(change.blob)
        if not isinstance(blob, Blob) or blob.size > _LARGEST:
            return None  # a link to a submodule, or a blob that a partial clone left out
        content = self._checked_out(change.path, blob.data)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return None if "\0" in text else text

    def _checked_out(self, path: str, content: bytes) -> bytes:
        from pygit2 import GitError
        from pygit2.enums import FilterMode

        try:
            filters = self._repository.load_filter_list(path, mode=FilterMode.TO_WORKTREE)
            return content if filters is None else bytes(filters.apply_to_buffer(content))
        except GitError:
            return content
