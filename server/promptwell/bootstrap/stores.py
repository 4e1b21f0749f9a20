"""Opening the store of a workspace for the operations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from promptwell.bootstrap.operations import Operations
from promptwell.errors import StoreError

if TYPE_CHECKING:
    from promptwell.domain.prompts.ports import PromptFiles


@contextmanager
def open_operations(root: str) -> Iterator[Operations]:
    """All operations over the store of a workspace."""
    from promptwell.adapters.storage.opening import open_store

    store = open_store(os.path.join(root, ".promptwell"))
    try:
        yield Operations(store, files_of)
    finally:
        store.close()


def files_of(root: str) -> PromptFiles:
    """The prompt files of a root."""
    return cast("PromptFiles", _NoFiles(root))


class _NoFiles:
    def __init__(self, root: str) -> None:
        self._root = root

    def __getattr__(self, name: str) -> Any:
        raise StoreError(f"{self._root}: nothing reads the prompt files of a store yet")
