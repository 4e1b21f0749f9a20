"""What an operation is given besides its input: who asks, where, and the ports it may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from promptwell.domain.prompts.search.meaning import Meaning, NoMeaning
from promptwell.domain.security.permission import Actor, Permission, require
from promptwell.domain.versions.no_git import NoGit
from promptwell.errors import EngineError
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, Tokenizers

if TYPE_CHECKING:
    from promptwell.domain.prompts.ports import (
        ChunkRows,
        ContentRows,
        EmbeddingRows,
        FileRows,
        ProjectRows,
        PromptFiles,
        PromptRows,
    )
    from promptwell.domain.prompts.search.ports import SearchRows
    from promptwell.domain.prompts.upkeep import Backup, Restored, Upgrade
    from promptwell.domain.security.token import GrantRows, TokenRows
    from promptwell.domain.versions.ports import GitHistory, VersionRows
    from promptwell.services.living_engine import Engine
    from promptwell.services.prompt_reader import PromptReader


class Transaction(Protocol):
    """The rows of a root while a transaction is open."""

    contents: ContentRows
    files: FileRows
    prompts: PromptRows
    chunks: ChunkRows
    search: SearchRows
    embeddings: EmbeddingRows
    projects: ProjectRows
    grants: GrantRows
    tokens: TokenRows
    versions: VersionRows


class Store(Protocol):
    """The store, as services see it.

    `looks` says of each root when this process looks at its files again.
    """

    looks: dict[str, datetime]

    def reading(self, root: str) -> AbstractContextManager[Transaction]:
        """One consistent view of a root."""

    def writing(self, root: str) -> AbstractContextManager[Transaction]:
        """Changes of a root: all are written at the end, or nothing where an error passes."""

    @property
    def place(self) -> str:
        """The file or the address of the store, as messages name it."""

    def upgrade(self) -> Upgrade:
        """Bring its tables to the newest schema, as the first use does."""

    def faults(self) -> Sequence[str]:
        """What is broken in it, one sentence each."""

    def back_up(self, destination: str, root: str, created: datetime) -> Backup:
        """Write all of it, as it is at one moment, and the settings files of a root to a new file."""

    def restore(self, source: str, root: str, *, replace: bool) -> Restored:
        """Let a backup take the place of all, once it is known to be whole.

        Without `replace` a team's database has to be empty.
        """


class Progress(Protocol):
    """How an operation tells how far it is."""

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None:
        """Say it.

        Raises:
            Cancelled: nobody wants the result any more.
        """


def _no_reader() -> PromptReader:
    raise EngineError("this engine reads no prompts: it was started for the store alone")


@dataclass(frozen=True)
class Context:
    """Everything around one call of an operation.

    `root` is the workspace folder, absolute, or "" where the store keeps prompts without files.
    `reader` gives what parses, renders and checks its prompts, for those operations that need it, and
    `git` what Git knows of their past. `tokenizers` count as the models do.
    """

    actor: Actor
    root: str
    store: Store
    files: PromptFiles
    now: Callable[[], datetime]
    progress: Progress
    engine: Engine
    reader: Callable[[], PromptReader] = _no_reader
    meaning: Meaning = field(default_factory=NoMeaning)
    git: GitHistory = field(default_factory=NoGit)
    tokenizers: Callable[[], Tokenizers] = lambda: ESTIMATES_ONLY

    def require(self, needed: Permission, what: str) -> None:
        """Let the one who asks pass, or refuse; see `permission.require`."""
        require(self.actor, needed, what)
