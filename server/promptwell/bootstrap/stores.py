"""Where the store of a workspace lies, and opening it for the operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from promptwell.adapters.storage.place import StorePlace, make_folder, place_of
from promptwell.errors import StoreError

if TYPE_CHECKING:
    from promptwell.bootstrap.operations import Operations
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.services.context import Engine

__all__ = ["StorePlace", "files_of", "make_folder", "open_operations", "place_of"]


def open_operations(place: StorePlace, engine: Engine, database: str = "") -> Operations:
    """All operations over the store at a place, or in a team's database; to be closed after use."""
    from promptwell.adapters.storage.opening import open_store, open_team_store
    from promptwell.bootstrap.operations import Operations

    store = open_team_store(database) if database else open_store(place.folder, place.home)
    return Operations(store, files_of, engine)


def files_of(root: str) -> PromptFiles:
    """The prompt files of a root."""
    return cast("PromptFiles", _NoFiles(root))


class _NoFiles:
    def __init__(self, root: str) -> None:
        self._root = root

    def __getattr__(self, name: str) -> Any:
        raise StoreError(f"{self._root}: nothing reads the prompt files of a store yet")
