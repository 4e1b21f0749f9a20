"""Where the store of a workspace lies, and opening it for the operations."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from promptwell.adapters.storage.place import DATABASE, StorePlace, make_folder, place_of

if TYPE_CHECKING:
    from promptwell.adapters.storage.store import SqlStore
    from promptwell.bootstrap.operations import Operations
    from promptwell.domain.prompts.ports import PromptFiles
    from promptwell.services.context import Engine

__all__ = ["StorePlace", "files_of", "make_folder", "open_operations", "place_of"]


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
    return Operations(store, partial(files_of, store), engine, meaning=meaning)


def has_store(root: str) -> bool:
    """Whether a workspace has a store already; nothing is made by asking."""
    return os.path.exists(os.path.join(place_of(root).folder, DATABASE))


def files_of(store: SqlStore, root: str) -> PromptFiles:
    """The prompt files of a root, or of the store itself where it has none."""
    from promptwell.bootstrap.prompt_files import stored_prompts, workspace_prompts

    return workspace_prompts(root) if root else stored_prompts(store)
