"""The answers of Git where there is no repository."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import plain_blob_id
from promptwell.errors import UnknownRefError

if TYPE_CHECKING:
    from promptwell.domain.versions.ports import PastFiles, PastText, PastVersion


class NoGit:
    """`GitHistory` of files that no repository holds."""

    def blob_ids(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """What Git would most likely call the texts."""
        return {path: plain_blob_id(text) for path, text in texts.items()}

    def heads(self) -> Mapping[str, str]:
        """There are no repositories."""
        return {}

    def commits(
        self,
        wanted: Mapping[str, Collection[str]],  # noqa: ARG002  # of the port
        since: Collection[str] = (),  # noqa: ARG002  # of the port
    ) -> Mapping[tuple[str, str], str]:
        """No commit brought them."""
        return {}

    def follows(self, before: Mapping[str, str]) -> bool:
        """What was nothing is nothing."""
        return not before

    def lost(self, commits: Mapping[str, Collection[str]]) -> Collection[str]:  # noqa: ARG002  # of the port
        """There are none."""
        return ()

    def is_cut_off(self) -> bool:
        """There are no commits to fetch."""
        return False

    def past(self, paths: Collection[str]) -> Iterator[PastVersion]:  # noqa: ARG002  # of the port
        """They were nothing before."""
        return iter(())

    def text_at(self, path: str, ref: str) -> PastText:
        """There are no refs."""
        raise UnknownRefError(f"{path}: there is no git repository, so there is no git ref `{ref}`")

    def files_at(self, path: str, commit: str) -> PastFiles | None:  # noqa: ARG002  # of the port
        """There are no commits."""
        return None

    def refs(self, path: str) -> Sequence[str]:  # noqa: ARG002  # of the port
        """There are none."""
        return ()
