"""The file of a baseline: read, compared with what a check found, and written."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

from promptwell.adapters.files import read_text, write_text
from promptwell.adapters.paths import to_path
from promptwell.bootstrap.check_run import CheckRun
from promptwell.errors import UsageError
from promptwell.language.rules.base import Diagnostic
from promptwell.services.baseline import (
    Baseline,
    Compared,
    compare,
    read_baseline,
    updated,
    write_baseline,
)
from promptwell.services.checking import FileReport


class BaselineFile:
    """A baseline on disk. Its paths are relative to its folder, so that every clone reads the same."""

    def __init__(self, name: str, check: CheckRun, judges: Callable[[str], bool]) -> None:
        self.name = name
        self._path = to_path(name)
        self._folder = self._path.rpartition("/")[0] or "/"
        self._check = check
        self._judges = judges

    def compare(self, reports: list[FileReport]) -> Compared:
        """What is new, what is known, and what is gone.

        Raises:
            UsageError: there is no such file, or it is no baseline.
        """
        return compare(
            reports, self._read(), self._name_of, self._is_required, self._exists, self._judges
        )

    def update(self, reports: list[FileReport]) -> int:
        """Record what was found, and say how many findings the file now holds.

        Raises:
            UsageError: the file is there and is no baseline.
            FileProblem: it can't be written.
        """
        before: Baseline = self._read() if os.path.lexists(self._path) else Counter()
        after = updated(
            reports, before, self._name_of, self._is_required, self._exists, self._judges
        )
        write_text(self._path, write_baseline(after))
        return after.total()

    def _read(self) -> Baseline:
        if not os.path.lexists(self._path):
            raise UsageError(f"{self.name}: there is no such file; write it with --update-baseline")
        return read_baseline(self.name, read_text(self._path))

    def _name_of(self, path: str) -> str:
        try:
            return os.path.relpath(path, self._folder).replace(os.sep, "/")
        except ValueError:  # on another drive of Windows
            return path

    def _is_required(self, path: str, diagnostic: Diagnostic) -> bool:
        return self._check.policy_of(path).requires(diagnostic.rule, diagnostic.group)

    def _exists(self, name: str) -> bool:
        return os.path.lexists(name if os.path.isabs(name) else f"{self._folder}/{name}")
