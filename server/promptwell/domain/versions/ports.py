"""The ports to versions: rows that a store keeps, and Git's own history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from promptwell.domain.versions.version import Branch, Cause, Version
from promptwell.language.semantics.project import Files


class VersionRows(Protocol):
    """The versions of prompts and their branches."""

    def hold(self, prompt: str) -> None:
        """Let nobody else add versions of a prompt until this transaction ends."""

    def by_id(self, id: str) -> Version | None:  # noqa: A002  # the word for it
        """The version of that identity."""

    def by_number(self, prompt: str, number: int) -> Version | None:
        """The version of a prompt of that number."""

    def with_text(self, prompt: str, text: str) -> Version | None:
        """The newest version of a prompt with a text identity."""

    def each_with_text(self, prompt: str, text: str) -> Sequence[Version]:
        """The versions of a prompt with a text identity, the newest first: what they include may differ."""

    def now_called(self, path: str, text: str) -> str:
        """What a living prompt of the root is called now that was called so, and had a text identity; "" for none."""

    def select(self, prompt: str, before: int, limit: int) -> Sequence[Version]:
        """The versions of a prompt, the newest number first: those below a number, or all for 0."""

    def graph(self, prompt: str) -> Mapping[str, Sequence[str]]:
        """The parents of all versions of a prompt, in the order of their numbers."""

    def last_number(self, prompt: str) -> int:
        """The highest number of a prompt's versions; 0 for none."""

    def has_children(self, id: str) -> bool:  # noqa: A002  # the word for it
        """Whether a version is the parent of another one."""

    def insert(self, versions: Iterable[Version]) -> None:
        """Add versions, parents first; those that are there stay."""

    def remove(self, ids: Collection[str]) -> None:
        """Forget versions, with their metrics; children of theirs come from their parents then."""

    def adopt(self, id: str, parents: Sequence[str]) -> None:  # noqa: A002  # the word for it
        """Let a version that came from nothing come from these."""

    def learn(
        self,
        id: str,  # noqa: A002  # the word for it
        *,
        semantic_id: str = "",
        commit: str = "",
        message: str = "",
        cause: Cause | None = None,
    ) -> None:
        """Add what became known about a version later."""

    def uncommitted(self, *, sought: bool) -> Sequence[Version]:
        """The versions of the root's living prompts that have no commit: those that were looked for, or the others."""

    def committed(self) -> Sequence[Version]:
        """The versions of the root's living prompts that were saved, and then committed."""

    def git_heads(self) -> Mapping[str, str]:
        """The last commits of the root's repositories when versions were looked for among them."""

    def put_git_heads(self, heads: Mapping[str, str], sought: Collection[str] = ()) -> None:
        """Remember them, and which versions were looked for."""

    def measure(self, id: str, metrics: Mapping[str, float]) -> None:  # noqa: A002
        """Attach metrics to a version, in the place of those of the same names."""

    def branches(self, prompt: str) -> Sequence[Branch]:
        """The branches of a prompt by name."""

    def put_branch(self, branch: Branch) -> None:
        """Let a branch be so; where it is the current one the others are not."""

    def remove_branch(self, prompt: str, name: str) -> None:
        """Forget a branch; its versions stay."""

    def older(self, before: datetime) -> Sequence[Version]:
        """The versions of all prompts of the root from before a time, by prompt and number."""

    def prune_texts(self) -> int:
        """Forget the kept texts that no version, prompt or file has any more; how many there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """A file as a commit of Git left it. `parents` are commits with the versions that it came from.

    `path` is the file's then, `now` what it is called today.
    """

    commit: str
    parents: tuple[str, ...]
    path: str
    now: str
    text: str
    blob_id: str
    author: str
    time: datetime
    message: str


class PastText(NamedTuple):
    """What a file was called at a commit, what it said there, and the commit."""

    path: str
    text: str
    commit: str


class PastFiles(Files, Protocol):
    """The files of a root as they were at a commit.

    What the commit can't tell, such as what belongs to another repository, is as if it were missing.
    """

    unsure: bool
    """Whether something was asked for that the commit can't tell."""


class GitHistory(Protocol):
    """What Git knows about the files of a root, by their paths in it; nothing outside of a repository."""

    def blob_ids(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """What Git would call the texts of some files, as its filters would store them."""

    def heads(self) -> Mapping[str, str]:
        """The last commit of each repository of the root, by its folder from it; cheap to ask."""

    def commits(
        self, wanted: Mapping[str, Collection[str]], since: Collection[str] = ()
    ) -> Mapping[tuple[str, str], str]:
        """The commits that brought contents of files, by path and blob id; of several the newest.

        Args:
            wanted: the blob ids that are looked for, by the paths of their files.
            since: what these commits came from, and they themselves, is not looked at again.
        """

    def follows(self, before: Mapping[str, str]) -> bool:
        """Whether the last commits all come from those that were the last ones before."""

    def lost(self, commits: Mapping[str, Collection[str]]) -> Collection[str]:
        """Those of the commits of some files that the last commit does not come from any more."""

    def is_cut_off(self) -> bool:
        """Whether older commits were not fetched: it is a shallow clone."""

    def past(self, paths: Collection[str]) -> Iterator[PastVersion]:
        """All that some files were, the oldest first."""

    def text_at(self, path: str, ref: str) -> PastText:
        """The text of a file at a ref of Git; one that was renamed since is found under its old name.

        Raises:
            NotFoundError: there is no repository, no such ref, or no such file at it.
            UsageError: the ref is none.
        """

    def files_at(self, path: str, commit: str) -> PastFiles | None:
        """The files of the root as a commit of the repository that holds a file has them; None without it."""

    def refs(self, path: str) -> Sequence[str]:
        """The names of branches and tags of the repository that holds a file."""
