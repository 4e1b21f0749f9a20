"""Where the store of a workspace lies, and opening it for the operations."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from promptwell.adapters.paths import user_data_folder
from promptwell.adapters.storage.place import DATABASE, StorePlace, make_folder, place_of

if TYPE_CHECKING:
    from promptwell.adapters.counted_cache import CacheCounts
    from promptwell.adapters.kept_documents import KeptDocuments
    from promptwell.adapters.storage.store import SqlStore
    from promptwell.bootstrap.meaning import StoreMeaning
    from promptwell.bootstrap.operations import Operations
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.services.context import Progress
    from promptwell.services.living_engine import Engine

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

    from promptwell.adapters.storage.database_address import database_identity

    digest = sha256(database_identity(url).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return StorePlace(f"{user_data_folder()}/servers/{digest}")


# Between two steps of so many passages a search by meaning finds its turn.
_PASSAGES_AT_ONCE = 32


def open_operations(
    place: StorePlace,
    engine: Engine,
    root: str,
    database: str = "",
    is_busy: Callable[[], bool] | None = None,
) -> Operations:
    """All operations over the store at a place, or in a team's database; to be closed after use.

    Args:
        place: where the store, its lock and its vectors lie.
        engine: what operations are told about the engine.
        root: the workspace whose settings say how it is searched by meaning.
        database: the address of a team's database, where that is the store.
        is_busy: whether somebody waits for an answer; given by an engine, which stays and makes
            vectors in the background, where the extra is installed and the settings allow it.
    """
    from promptwell.adapters.kept_documents import KeptDocuments
    from promptwell.adapters.storage.opening import open_store, open_team_store
    from promptwell.bootstrap.meaning import StoreMeaning, can_search_by_meaning
    from promptwell.bootstrap.operations import Operations
    from promptwell.settings.machine import search_choice

    store = open_team_store(database) if database else open_store(place.folder, place.home)
    choice = search_choice(root)
    meaning = StoreMeaning(store, place.folder, choice, lasting=is_busy is not None)
    documents = KeptDocuments()
    operations = Operations(
        store,
        partial(files_of, store),
        engine,
        meaning=meaning,
        caches=partial(_caches, store, documents, meaning),
        parse=documents,
    )
    if is_busy is not None and choice.embed and can_search_by_meaning():
        _make_vectors_by_itself(store, meaning, operations, root, is_busy)
    return operations


def _make_vectors_by_itself(
    store: SqlStore,
    meaning: StoreMeaning,
    operations: Operations,
    root: str,
    is_busy: Callable[[], bool],
) -> None:
    """Have vectors made in the background whenever passages were written."""
    from promptwell.bootstrap.operations import local_user
    from promptwell.bootstrap.vector_maker import VectorMaker
    from promptwell.services.embedding import make_vectors

    def make(progress: Progress) -> None:
        make_vectors(operations.context(root, local_user(), progress), _PASSAGES_AT_ONCE)

    meaning.maker = VectorMaker(meaning.lacking, make, is_busy)
    store.chunks_written = meaning.maker.wake


def _caches(
    store: SqlStore, documents: KeptDocuments, meaning: StoreMeaning
) -> dict[str, CacheCounts]:
    """What is kept in memory, by what it is."""
    return {**store.caches(), "metadata": documents.counts(), **meaning.caches()}


def has_store(root: str) -> bool:
    """Whether a workspace has a store already; nothing is made by asking."""
    return os.path.exists(os.path.join(place_of(root).folder, DATABASE))


def files_of(store: SqlStore, root: str) -> PromptFiles:
    """The prompt files of a root, or of the store itself where it has none."""
    from promptwell.bootstrap.prompt_files import stored_prompts, workspace_prompts

    return workspace_prompts(root) if root else stored_prompts(store)
