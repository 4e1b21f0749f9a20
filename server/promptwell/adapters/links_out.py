"""Files that a link leads out of their workspace."""

from __future__ import annotations

import os
from collections.abc import Callable

from promptwell.adapters.paths import is_below, to_path


class LinksOut:
    """Tells whether a path leads to a file outside the workspace that it lies in.

    What a repository links to is not its own: whoever sends one may have put `secrets.prompty -> ~/.ssh/id_rsa`
    into it, and a report shows the line of what it finds. `root_of` gives the workspace of a path.
    """

    def __init__(self, root_of: Callable[[str], str]) -> None:
        self._root_of = root_of
        self._folders: dict[str, tuple[str, str]] = {}

    def __call__(self, path: str) -> bool:
        """Whether it does. Folders are looked at once, so that a file costs one look at it."""
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = (_real(folder or "/"), _real(self._root_of(path)))
        real_folder, real_root = self._folders[folder]
        real = _real(path) if os.path.islink(path) else f"{real_folder.rstrip('/')}/{name}"
        return not is_below(real, real_root)


def _real(path: str) -> str:
    return to_path(os.path.realpath(path))
