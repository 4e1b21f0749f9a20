"""Results of earlier checks, in one file of the user's cache folder for each workspace."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from promptwell.adapters.files import read_optional, write_text
from promptwell.adapters.paths import user_cache_folder
from promptwell.errors import FileProblem

_log = logging.getLogger(__name__)
_MOST_FILES = 200


class NoCache:
    """Remembers only within one run."""

    def __init__(self) -> None:
        self.entries: dict[str, Sequence[Any]] = {}

    def find(self, path: str) -> Sequence[Any] | None:
        """What was kept of a file."""
        return self.entries.get(path)

    def keep(self, path: str, entry: Sequence[Any]) -> None:
        """Keep a result for the next round of this run."""
        self.entries[path] = entry

    def save(self, paths: Iterable[str]) -> None:
        """Write nothing."""


class FileCache(NoCache):
    """Remembers between runs; a file that is corrupted, foreign or unwritable counts as none.

    `stamp` says by what the results were made: another program, rules or day makes them void.
    """

    def __init__(self, folder: str, workspace: str, stamp: str) -> None:
        super().__init__()
        self._folder = folder
        self._path = f"{folder}/{blake2b(workspace.encode(), digest_size=16).hexdigest()}.json"
        self._stamp = stamp
        self._changed = False
        self.entries = self._load()

    def keep(self, path: str, entry: Sequence[Any]) -> None:
        """Keep a result for the next run."""
        super().keep(path, entry)
        self._changed = True

    def save(self, paths: Iterable[str]) -> None:
        """Write what was kept, without the files that the workspace no longer has."""
        if not self._changed:
            return
        existing = set(paths)
        entries = {path: entry for path, entry in self.entries.items() if path in existing}
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            write_text(self._path, json.dumps({"stamp": self._stamp, "entries": entries}))
        except (OSError, FileProblem) as error:
            _log.info("the cache could not be written: %s", error)
            return
        self._changed = False
        _remove_oldest(self._folder)

    def _load(self) -> dict[str, Sequence[Any]]:
        text = read_optional(self._path)
        if not text:
            return {}
        try:
            content: Any = json.loads(text)
            if content["stamp"] != self._stamp:
                return {}
            return dict(content["entries"])
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            _log.info("the cache %s is corrupted and is not used", self._path)
            return {}


def cache_folder() -> str:
    """The folder of the user's results of checks."""
    return user_cache_folder("check")


def program_stamp(version: str, package_folder: str) -> str:
    """A text that changes with the program: its version and files, Python and what is installed."""
    newest, count = 0, 0
    for folder, _, names in os.walk(package_folder):
        for name in names:
            if name.endswith((".py", ".json")):
                with suppress(OSError):
                    newest = max(newest, os.stat(f"{folder}/{name}").st_mtime_ns)
                    count += 1
    # Installing or upgrading a package changes the time of the folder that holds it.
    installed = [
        str(os.stat(folder).st_mtime_ns)
        for folder in sys.path
        if folder.endswith(("site-packages", "dist-packages")) and os.path.isdir(folder)
    ]
    return " ".join([version, str(newest), str(count), sys.version, *installed])


def _remove_oldest(folder: str) -> None:
    with suppress(OSError):
        with os.scandir(folder) as listing:
            files = sorted(listing, key=lambda entry: entry.stat().st_mtime, reverse=True)
        for entry in files[_MOST_FILES:]:
            os.unlink(entry.path)
