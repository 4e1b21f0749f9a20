"""What a file can be compared with in Git: branches, tags, and the commits that changed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from promptwell.adapters.git.texts import asking, name_in

if TYPE_CHECKING:
    from pygit2 import Commit, Repository

MOST_COMMITS = 20
_PATIENCE = 0.5
_MOST_BRANCHES = 50


class GitRef(NamedTuple):
    """One ref: what to ask for it by, what it is, and a line about it.

    `full` asks for the same with words that mean nothing else: `heads/main`, `tags/1`.
    """

    ref: str
    kind: Literal["head", "branch", "tag", "commit"]
    about: str
    time: datetime | None = None
    full: str = ""


def refs_of(path: str, shown: str) -> list[GitRef]:
    """The refs that a file can be compared with: the last commit, branches, tags, commits of the file.

    Raises:
        NotFoundError: there is no repository.
    """
    with asking(path, shown) as repository:
        if repository.head_is_unborn:
            return []
        name = name_in(repository, path, shown)
        return [
            _of_commit("HEAD", "head", _head(repository)),
            *_named(repository),
            *_commits(repository, name),
        ]


def _head(repository: Repository) -> Commit:
    from pygit2 import Commit

    return repository.head.peel(Commit)


def _named(repository: Repository) -> Iterator[GitRef]:
    from pygit2 import Commit, GitError

    leads: dict[str, Literal["branch", "tag"]] = {
        "refs/heads/": "branch",
        "refs/tags/": "tag",
        "refs/remotes/": "branch",
    }
    found = []
    for full in repository.references:
        for lead, kind in leads.items():
            if not full.startswith(lead) or full.endswith("/HEAD"):
                continue
            try:
                commit = repository.references[full].peel(Commit)
            except (KeyError, ValueError, GitError):
                continue  # a tag of something else, or a ref whose commit a shallow clone lacks
            of_commit = _of_commit(full.removeprefix(lead), kind, commit)
            found.append(of_commit._replace(full=full.removeprefix("refs/")))
    found.sort(key=lambda each: each.time or datetime.min.replace(tzinfo=UTC), reverse=True)
    yield from found[:_MOST_BRANCHES]


def _commits(repository: Repository, name: str) -> Iterator[GitRef]:
    """The latest commits in which the file became another, as far as a moment reaches."""
    end = monotonic() + _PATIENCE
    count = 0
    for commit in repository.walk(repository.head.target):
        if count == MOST_COMMITS or monotonic() > end:
            return
        here = _blob(commit, name)
        if here is not None and all(_blob(parent, name) != here for parent in _parents(commit)):
            count += 1
            yield _of_commit(str(commit.id)[:10], "commit", commit)


def _parents(commit: Commit) -> list[Commit]:
    try:
        return commit.parents
    except KeyError:  # the end of a shallow clone
        return []


def _blob(commit: Commit, name: str) -> object:
    tree = commit.tree
    return tree[name].id if name in tree else None


def _of_commit(
    ref: str, kind: Literal["head", "branch", "tag", "commit"], commit: Commit
) -> GitRef:
    subject = commit.message.strip().partition("\n")[0]
    zone = timezone(timedelta(minutes=commit.commit_time_offset))
    return GitRef(ref, kind, subject, datetime.fromtimestamp(commit.commit_time, zone), ref)
