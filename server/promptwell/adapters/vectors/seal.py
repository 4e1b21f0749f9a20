"""Whether the files of an index are as they were left: damage to some of them gives wrong answers, or a crash."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3


class Seal:
    """What is noted beside a folder about the files in it: their sizes and when they were changed."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = f"{folder}.seal"
        self._noted: dict[str, list[int]] | None = None

    def note(self) -> None:
        """Note the files as they are now, if that is not what is noted."""
        found = _states(self._folder)
        if found != self._noted:
            written = f"{self._path}.new"
            with open(written, "w", encoding="utf-8") as file:
                json.dump(found, file)
            os.replace(written, self._path)
            self._noted = found

    def is_whole(self) -> bool:
        """Whether nothing but a database was changed since, and no database is damaged.

        A process that was killed may have written to its database; that copes with it. All other
        files have to be just as they were noted.
        """
        try:
            with open(self._path, encoding="utf-8") as file:
                noted = json.load(file)
        except (OSError, ValueError):
            return False
        found = _states(self._folder)
        changed = {
            path
            for path in {*found, *noted}
            if found.get(path) != noted.get(path) and not path.endswith("-journal")
        }
        databases = {path for path in changed if path.endswith(".sqlite3") and path in found}
        if changed != databases:
            return False
        return all(_is_sound(os.path.join(self._folder, path)) for path in databases)

    def remove(self) -> None:
        """Remove what is noted."""
        with contextlib.suppress(OSError):
            os.remove(self._path)


def _states(folder: str) -> dict[str, list[int]]:
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            state = os.stat(path)
            found[os.path.relpath(path, folder)] = [state.st_size, state.st_mtime_ns]
    return found


def _is_sound(path: str) -> bool:
    if not os.path.getsize(path):  # SQLite takes an empty file for a new database
        return False
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=5)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False
