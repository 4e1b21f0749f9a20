"""What the store needs of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from promptwell.domain.prompts.upkeep import Upgrade

PATIENCE = 30.0
"""Seconds for which a transaction waits for others, of this process or another one."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Connections for readers, which see one state and can't write, and for writers."""

    reader: Engine
    writer: Engine

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self.reader.dispose()
        self.writer.dispose()


class Database(Protocol):
    """One database. `place` is its file or address, as messages name it.

    `is_shared` tells whether it is named by an address, so that a slip may hit what others work with.
    """

    place: str
    is_shared: bool

    def root_key(self, root: str) -> str:
        """How a root, an absolute folder, is named in the store."""

    def connect(self) -> Engines:
        """Engines over it; nothing is looked at yet."""

    def upgrade(self, engines: Engines) -> Upgrade:
        """Bring the tables to the newest schema, or leave everything as it was.

        Raises:
            StoreError: it could not be done, or a newer Promptwell wrote the store.
        """

    def save(self, engines: Engines, file: str) -> None:
        """Write all that is in it to an SQLite file of the newest schema, as it is at one moment."""

    def replace(self, engines: Engines | None, file: str) -> str:
        """Let the content of an SQLite file take the place of all; where the old one was put aside.

        Engines are given where the database could be opened; they are of no use afterwards.
        """

    def faults(self, engines: Engines) -> Sequence[str]:
        """What the database's own check finds wrong, one sentence each."""
