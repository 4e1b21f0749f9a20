"""Where the store of a workspace lies, and opening it for the operations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from promptwell.adapters.paths import user_data_folder
from promptwell.adapters.storage.place import StorePlace, make_folder, place_of

if TYPE_CHECKING:
    from promptwell.adapters.counted_cache import CacheCounts
    from promptwell.adapters.storage.store import SqlStore
    from promptwell.bootstrap.meaning import StoreMeaning
    from promptwell.bootstrap.operations import Operations
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.services.context import Engine

__all__ = [
    "StorePlace",
    "files_of",
    "make_folder",
    "open_operations",
    "place_of",
    "place_of_database",
]


def place_of_database(url: str) -> StorePlace:
    """The folder for the lock and the log of the server of a team's database."""
    from hashlib import sha256

    digest = sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return StorePlace(f"{user_data_folder()}/servers/{digest}")


def open_operations(place: StorePlace, engine: Engine, root: str, database: str = "") -> Operations:
    """All operations over the store at a place, or in a team's database; to be closed after use.

    `root` is the workspace whose settings say how it is searched by meaning.
    """
    from promptwell.adapters.storage.opening import open_store, open_team_store
    from promptwell.bootstrap.meaning import StoreMeaning
    from promptwell.bootstrap.operations import Operations
    from promptwell.settings.machine import search_choice

    store = open_team_store(database) if database else open_store(place.folder, place.home)
    meaning = StoreMeaning(store, place.folder, search_choice(root))
    caches = partial(_caches, store, meaning)
    return Operations(store, partial(files_of, store), engine, meaning=meaning, caches=caches)


def _caches(store: SqlStore, meaning: StoreMeaning) -> dict[str, CacheCounts]:
    """What is kept in memory, by what it is."""
    return {**store.caches(), **meaning.caches()}


def files_of(store: SqlStore, root: str) -> PromptFiles:
    """The prompt files of a root, or of the store itself where it has none."""
    from promptwell.bootstrap.prompt_files import stored_prompts, workspace_prompts

    return workspace_prompts(root) if root else stored_prompts(store)
