"""The answers of Git where there is no repository."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from promptwell.domain.versions.identity import plain_blob_id
from promptwell.errors import NotFoundError

if TYPE_CHECKING:
    from promptwell.domain.versions.ports import PastText, PastVersion


class NoGit:
    """`GitHistory` of files that no repository holds."""

    def blob_ids(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """What Git would most likely call the texts."""
        return {path: plain_blob_id(text) for path, text in texts.items()}

    def commits(self, path: str, blobs: Collection[str]) -> Mapping[str, str]:  # noqa: ARG002  # of the port
        """No commit brought them."""
        return {}

    def past(self, paths: Collection[str]) -> Iterator[PastVersion]:  # noqa: ARG002  # of the port
        """They were nothing before."""
        return iter(())

    def text_at(self, path: str, ref: str) -> PastText:
        """There are no refs."""
        raise NotFoundError(f"{path}: there is no git repository, so there is no git ref `{ref}`")

    def refs(self, path: str) -> Sequence[str]:  # noqa: ARG002  # of the port
        """There are none."""
        return ()
