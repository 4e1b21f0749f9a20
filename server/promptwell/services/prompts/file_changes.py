"""Changes of files that hold together: where a later step fails, those before it are undone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Self

from promptwell.domain.prompts.ports import PromptFiles
from promptwell.errors import FileProblem

_log = logging.getLogger(__name__)


class FileChanges:
    """A block around a transaction of the store: files change before it is written, or not at all.

    A process that dies within it leaves files that are whole, and the index takes over what they say.
    """

    def __init__(self, files: PromptFiles) -> None:
        self._files = files
        self._undo: list[Callable[[], object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for undo in reversed(self._undo) if kind is not None else ():
            try:
                undo()
            except FileProblem as problem:
                _log.warning("a change could not be undone: %s", problem)

    def create(self, path: str, text: str) -> tuple[int, int]:
        """Write a file where there is none."""
        stamp = self._files.create(path, text)
        self._undo.append(lambda: self._files.remove(path))
        return stamp

    def write(self, path: str, text: str, before: str) -> tuple[int, int]:
        """Write over a file that has a text."""
        stamp = self._files.write(path, text)
        self._undo.append(lambda: self._files.write(path, before))
        return stamp

    def move(self, path: str, target: str) -> tuple[int, int]:
        """Move a file to a path where there is none."""
        stamp = self._files.move(path, target)
        self._undo.append(lambda: self._files.move(target, path))
        return stamp

    def remove(self, path: str, before: str) -> None:
        """Remove a file that has a text."""
        self._files.remove(path)
        self._undo.append(lambda: self._files.create(path, before))
