"""A version of a prompt: what it said at one moment, and how it came to that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Cause = Literal["save", "run", "import", "merge", "rollback", "label", "commit"]
"""What a version was made by."""

MAIN = "main"
"""The branch that every prompt begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version. It never changes, but for what becomes known about it later.

    That is its `semantic_id`, its `commit`, its metrics, and the message of somebody who gives it one.
    `cause` is what it was made by; a save that was run since is a run, so that no other save takes its place.

    `number` counts the versions of a prompt in the order in which they came to be known.
    `content` is the SHA-256 of the file's very text, under which the store keeps it; `text_id` is that of
    the text with LF line ends, and `blob_id` what Git calls it. `semantic_id` is "" as long as nobody knows it.
    `path` is what the prompt was called. `session` tells the editor that saved it from others, and `begun`
    is when the first of the saves was done that this is one version of.
    """

    id: str
    prompt: str
    number: int
    content: str
    text_id: str
    blob_id: str
    path: str
    cause: Cause
    author: str
    time: datetime
    branch: str = MAIN
    parents: tuple[str, ...] = ()
    semantic_id: str = ""
    message: str = ""
    commit: str = ""
    session: str = ""
    begun: datetime | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A line of versions of one prompt; `head` is its newest version. One of them is the current one."""

    prompt: str
    name: str
    head: str
    current: bool = False
