"""Where the store of a workspace lies, and opening it for the operations."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from promptwell.errors import StoreError

if TYPE_CHECKING:
    from promptwell.bootstrap.operations import Operations
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.services.context import Engine


def store_folder(root: str) -> str:
    """The folder of the store of a workspace."""
    return os.path.join(root, ".promptwell")


def open_operations(folder: str, engine: Engine) -> Operations:
    """All operations over the store in a folder; to be closed after use."""
    from promptwell.adapters.storage.opening import open_store
    from promptwell.bootstrap.operations import Operations

    return Operations(open_store(folder), files_of, engine)


def files_of(root: str) -> PromptFiles:
    """The prompt files of a root."""
    return cast("PromptFiles", _NoFiles(root))


class _NoFiles:
    def __init__(self, root: str) -> None:
        self._root = root

    def __getattr__(self, name: str) -> Any:
        raise StoreError(f"{self._root}: nothing reads the prompt files of a store yet")
