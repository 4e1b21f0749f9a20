"""Operations in this process: from plain data, over the function of a service, to plain data.

The engine serves them to others from here, and the command line runs them where no engine lives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from promptwell.adapters.clock import now as moment
from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.bootstrap.asking import JSON, read_request, write_result
from promptwell.domain.prompts.search.meaning import Meaning, NoMeaning
from promptwell.domain.security.permission import Actor, Role
from promptwell.domain.versions.no_git import NoGit
from promptwell.errors import NotFoundError, StoreError
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context, Store
from promptwell.services.operations import OPERATIONS, Operation

if TYPE_CHECKING:
    from promptwell.adapters.counted_cache import CacheCounts
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.domain.versions.ports import GitHistory
    from promptwell.language.semantics.tokens.counting import Tokenizers
    from promptwell.language.syntax.parse import Parser
    from promptwell.services.context import Progress
    from promptwell.services.living_engine import Engine
    from promptwell.services.prompt_reader import PromptReader


def _no_caches() -> Mapping[str, CacheCounts]:
    return {}


def say_nothing(done: int, total: int | None = None, what: str = "") -> None:
    """Progress that nobody looks at."""


class ClosableStore(Store, Protocol):
    """A store that somebody opened and will close."""

    def close(self) -> None:
        """Let go of it."""


class _NoStore:
    def close(self) -> None:
        """There is nothing to close."""

    def __getattr__(self, name: str) -> Any:
        raise StoreError("no store was opened for this operation")


NO_STORE = cast("ClosableStore", _NoStore())
"""What operations get that use no store."""


@dataclass(frozen=True)
class Operations:
    """All operations over one open store.

    `files` gives the files of a root, `parse` reads them for who asks what they mean, `caches` tells how
    often what is kept in memory helped, by what it is. One object serves every thread of a process.
    """

    store: ClosableStore
    files: Callable[[str], PromptFiles]
    engine: Engine
    now: Callable[[], datetime] = field(default=moment)
    meaning: Meaning = field(default_factory=NoMeaning)
    caches: Callable[[], Mapping[str, CacheCounts]] = field(default=_no_caches)
    parse: Parser | None = None

    def run(
        self,
        name: str,
        asked: Mapping[str, JSON],
        *,
        root: str,
        actor: Actor,
        progress: Progress = say_nothing,
    ) -> JSON:
        """Do one operation.

        Raises:
            PromptwellError: it does not exist, it was asked wrongly, may not be done or can't be done.
        """
        operation = operation_named(name)
        context = self.context(root, actor, progress)
        if not operation.scoped:
            context.require(operation.permission, f"`{name}`")
        request = read_request(operation, asked)
        return write_result(operation, operation.function(context, request))

    def context(self, root: str, actor: Actor, progress: Progress = say_nothing) -> Context:
        """What the functions of services are given."""
        files = self.files(root)
        return Context(
            actor,
            root,
            self.store,
            files,
            self.now,
            progress,
            self.engine,
            reader=partial(read_prompts, root, files, self.parse),
            meaning=self.meaning,
            git=git_history(root),
            tokenizers=published_tokenizers,
        )

    def close(self) -> None:
        """Let go of the vectors and the store."""
        self.meaning.close()
        self.store.close()


def read_prompts(root: str, files: PromptFiles, parse: Parser | None = None) -> PromptReader:
    """What reads, renders and checks the prompts of a root, for the few operations that need it."""
    if not root:
        from promptwell.bootstrap.stored_reader import StoredReader
        from promptwell.language.syntax.parse import parse_file

        return StoredReader(files, parse or parse_file)
    from promptwell.bootstrap.prompt_reader import WorkspaceReader

    return WorkspaceReader(root, parse)


@cache
def published_tokenizers() -> Tokenizers:
    """The tokenizers of models that are published, each loaded when it is first asked for."""
    from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizers

    return RankTokenizers("on-demand")


def git_history(root: str) -> GitHistory:
    """What Git knows of the files of a root."""
    return WorkspaceHistory(root) if root else NoGit()


def operation_named(name: str) -> Operation:
    """An operation of the catalogue.

    Raises:
        NotFoundError: there is none of that name.
    """
    operation = OPERATIONS.get(name)
    if operation is None:
        close = nearest(name, OPERATIONS)
        way_out = f"did you mean `{close}`?" if close else "the catalogue is in the reference"
        raise NotFoundError(f"there is no operation `{name}`; {way_out}")
    return operation


def local_user() -> Actor:
    """Who runs this process: its store is theirs, so they are its admin."""
    from getpass import getuser

    try:
        name = getuser()
    except (KeyError, ImportError, OSError):  # a container's user may have no name
        name = "local user"
    return Actor(name, Role.ADMIN)
