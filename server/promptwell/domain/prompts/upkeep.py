"""What is done to a store as a whole: upgraded, looked through, backed up and restored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WAY_OUT_OF_DAMAGE = (
    "Put back a backup: promptwell restore FILE (copies from before upgrades and restores lie in `backups` beside "
    "the store). Without one, move the store's file away: promptwell index makes a new one from your prompt files"
)
"""What to do about a store that is damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """The schema before (`""`: there was no store yet) and after, and where a copy from before lies."""

    before: str
    after: str
    backup: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was written: one file, with the settings files of the workspace.

    `schema` is the store's, `checksum` the SHA-256 of the whole file.
    """

    path: str
    size: int
    checksum: str
    schema: str
    created: datetime
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup that took the place of a store.

    `aside` is where the store from before lies. `settings` are the settings files that were missing
    and are there again; `kept` those that were there with another text and stay as they are. `files`
    counts the prompt files that were written, because the workspace had none. `skipped` are files of the
    backup that can't be written here: their paths lead elsewhere, or this system can't have them.
    """

    created: datetime
    aside: str
    settings: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    files: int = 0
    skipped: tuple[str, ...] = ()
