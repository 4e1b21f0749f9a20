"""Opening a store, and bringing its tables up to date."""

from __future__ import annotations

import os

from promptwell.adapters.storage.faults import in_words
from promptwell.adapters.storage.schema import is_current, upgrade, version_of
from promptwell.adapters.storage.sqlite import sqlite_engines
from promptwell.adapters.storage.store import SqlStore


def open_store(folder: str) -> SqlStore:
    """Open the store in a folder, which is made if it is not there.

    Raises:
        StoreError: the store can't be opened, or a newer Promptwell wrote it.
    """
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path = os.path.join(folder, "store.db")
    reader, writer = sqlite_engines(path)
    with in_words(path):
        with reader.begin() as connection:
            current = is_current(path, version_of(connection))
        if not current:
            with writer.begin() as connection:
                # Another process may have been quicker.
                if not is_current(path, version_of(connection)):
                    upgrade(connection)
    return SqlStore(path, reader, writer)
