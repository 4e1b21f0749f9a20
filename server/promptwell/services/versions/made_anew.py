"""Which version that was imported before is that of a commit, if the commit was made anew: amended, rebased, picked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.semantic_id import UNKNOWN, is_known, same_meaning
from promptwell.services.versions.meanings import Meanings

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.domain.versions.ports import PastVersion
    from promptwell.domain.versions.version import Version
    from promptwell.services.context import Context, Transaction


class ImportedBefore:
    """The versions of a prompt that were imported before."""

    def __init__(self, context: Context, record: PromptRecord, held: Iterable[Version]) -> None:
        self._context = context
        self._record = record
        self._by_id: dict[str, Version] = {}
        self._by_commit: dict[str, str] = {}
        self._by_change: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for each in held:
            if each.cause == "import":
                self._by_id[each.id] = each
                self._by_commit[each.commit] = each.id
                self._by_change.setdefault((each.text_id, each.parents), []).append(each.id)

    def version_of(
        self, rows: Transaction, past: PastVersion, identity: str, parents: tuple[str, ...]
    ) -> str:
        """The identity of the version that a commit brought; "" where it is a new one.

        Args:
            rows: where a version gets its new commit.
            past: what the commit left.
            identity: the identity that the version has if it was imported from this very commit.
            parents: the versions that it came from.
        """
        known = self._by_id.get(identity) or self._by_id.get(self._by_commit.get(past.commit, ""))
        if known is None:
            known = self._given_up_for(past, parents)
            if known is None:
                return ""
        elif known.commit == past.commit or known.commit not in self._given_up:
            return known.id
        rows.versions.learn(known.id, commit=past.commit, message=past.message)
        self._by_id[known.id] = replace(known, commit=past.commit)
        self._by_commit[past.commit] = known.id
        return known.id

    def _given_up_for(self, past: PastVersion, parents: tuple[str, ...]) -> Version | None:
        """The version of the same change, if git has another commit of it now."""
        for identity in self._by_change.get((text_id(past.text), parents), ()):
            version = self._by_id[identity]
            if version.commit in self._given_up and self._meant_the_same(version, past):
                return version
        return None

    def _meant_the_same(self, version: Version, past: PastVersion) -> bool:
        """Whether a version means what a commit brought, includes and all, so that what was measured of it holds."""
        then = version.semantic_id
        if then == UNKNOWN and not version.metrics:
            return True  # nobody looked at it, and nothing was measured
        if not is_known(then):
            then = self._meanings.at_commit(version.path, past.text, version.commit)
        path = past.path + self._record.path[len(self._record.file) :]
        same = same_meaning(then, self._meanings.at_commit(path, past.text, past.commit))
        return not version.metrics if same is None else same

    @cached_property
    def _given_up(self) -> Collection[str]:
        """The commits of versions that git's last commit does not come from any more."""
        commits = {each.commit for each in self._by_id.values()}
        return self._context.git.lost({self._record.file: commits})

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self._context.reader, self._context.git, [self._record.path])


def is_given_up(context: Context, record: PromptRecord, version: Version) -> bool:
    """Whether git's last commit does not come from the commit of a version any more."""
    return bool(version.commit) and version.commit in context.git.lost(
        {record.file: [version.commit]}
    )
