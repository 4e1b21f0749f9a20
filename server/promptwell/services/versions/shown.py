"""A version as operations show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from promptwell.domain.versions.semantic_id import UNKNOWN, is_known, same_meaning
from promptwell.domain.versions.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A version. `change` is how its metrics differ from those of the version before it.

    `text_id` is the SHA-256 of its text with LF line ends, `blob_id` what Git calls it; `semantic_id` is
    the same for texts that mean the same to a model, and "" where that is not known. `same_meaning` tells
    that a version it came from means the same; false where it does not or nobody knows.
    """

    id: str
    number: int
    time: datetime
    author: str
    message: str
    commit: str
    metrics: Mapping[str, float]
    change: Mapping[str, float] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    branch: str
    cause: str
    path: str
    parents: tuple[int, ...] = ()
    text_id: str
    blob_id: str
    semantic_id: str
    same_meaning: bool = False


def shown_version(
    version: Version, parents: Iterable[Version] = (), labels: Mapping[str, str] | None = None
) -> ShownVersion:
    """A version with its parents, and a prompt's labels with the texts that they name."""
    held = list(parents)
    before = held[0].metrics if held else {}
    named = (labels or {}).items()
    return ShownVersion(
        id=version.id,
        number=version.number,
        time=version.time,
        author=version.author,
        message=version.message,
        commit=version.commit,
        metrics=dict(version.metrics),
        change={
            name: value - before[name] for name, value in version.metrics.items() if name in before
        },
        labels=tuple(sorted(name for name, text in named if text == version.text_id)),
        branch=version.branch,
        cause=version.cause,
        path=version.path,
        parents=tuple(each.number for each in held),
        text_id=version.text_id,
        blob_id=version.blob_id,
        semantic_id=version.semantic_id if is_known(version.semantic_id) else UNKNOWN,
        same_meaning=any(same_meaning(version.semantic_id, each.semantic_id) for each in held),
    )
