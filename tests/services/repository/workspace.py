"""A workspace on disk with its store, and operations on it as a user's calls."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from promptwell.adapters.storage.opening import open_store
from promptwell.adapters.storage.store import SqlStore
from promptwell.bootstrap.asking import read_request, write_result
from promptwell.bootstrap.operations import Operations
from promptwell.bootstrap.prompt_files import stored_prompts, workspace_prompts
from promptwell.bootstrap.stores import files_of
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Actor, Role
from promptwell.services.context import Context
from promptwell.services.indexing import IndexRequest, IndexResult, index
from promptwell.services.operations import OPERATIONS

ADMIN = Actor("ann", Role.ADMIN)


class NoEngine:
    """No operation on prompts asks for it."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


def nobody_looks(done: int, total: int | None = None, what: str = "") -> None:
    """Progress."""


@dataclass
class Place:
    """A folder and the store of it. `now` stands still unless a test moves it."""

    folder: Path
    store: SqlStore
    actor: Actor = ADMIN
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    progress: Any = nobody_looks

    @property
    def context(self) -> Context:
        root = self.folder.as_posix()
        files = workspace_prompts(root) if root else stored_prompts(self.store)
        return Context(
            self.actor, root, self.store, files, lambda: self.now, self.progress, NoEngine()
        )

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
        return file

    def read(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode()

    def index(self, *paths: str) -> IndexResult:
        return index(self.context, IndexRequest(paths=paths))

    def records(self) -> dict[str, PromptRecord]:
        """The living prompts by their paths."""
        from promptwell.domain.prompts.ports import Selection

        with self.store.reading(self.folder.as_posix()) as rows:
            found = rows.prompts.select(Selection(archived=None), "", 100_000)
        return {each.path: each for each in found}

    def record(self, path: str) -> PromptRecord:
        return self.records()[path]

    def git(self, *arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com", *arguments],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )


class Calls:
    """Operations over one store, asked as each way in asks them."""

    def __init__(self, store: Any, root: str) -> None:
        self._operations = Operations(store, lambda root: files_of(store, root), engine=None)  # type: ignore[arg-type]
        self._root = root

    def __call__(self, operation: str, actor: Actor = ADMIN, /, **asked: Any) -> Any:
        known = OPERATIONS[operation]
        context = self._operations.context(self._root, actor)
        return write_result(known, known.function(context, read_request(known, asked)))


def prompty(body: str, **front: str) -> str:
    """A managed prompt."""
    lines = "".join(f"{name}: {value}\n" for name, value in front.items())
    return f"---\n{lines}---\n{body}\n"


def place_at(folder: Path) -> Place:
    workspace = folder / "work"
    workspace.mkdir(parents=True, exist_ok=True)
    return Place(workspace, open_store(str(folder / "store")))
