"""What Git leaves out of a repository: `.gitignore` of each folder and `.git/info/exclude`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from promptwell.adapters.files import read_optional

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class GitIgnore:
    """The ignore files of a repository, each read when a path in its folder is first asked about."""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/")
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        self._chains: dict[str, tuple[tuple[str, GitIgnoreSpec], ...]] = {}

    def ignores(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether Git ignores a path whose parent folders it does not ignore.

        The ignore file nearest to the path that says anything about it decides.
        """
        for folder, spec in self._chain(path.rpartition("/")[0]):
            relative = path[len(folder) + 1 :] + ("/" if is_folder else "")
            decision = spec.check_file(relative).include
            if decision is not None:
                return decision
        return False

    def _chain(self, folder: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
        """The ignore files that speak of a folder's files, the nearest first."""
        found = self._chains.get(folder)
        if found is None:
            inner: tuple[tuple[str, GitIgnoreSpec], ...] = ()
            outer: tuple[tuple[str, GitIgnoreSpec], ...] = ()
            spec = self._spec(f"{folder}/.gitignore")
            if spec is not None:
                inner = ((folder, spec),)
            if folder == self._root:
                own = self._spec(f"{self._git_folder()}/info/exclude")
                if own is not None:
                    outer = ((folder, own),)
            elif len(folder) > len(self._root):
                outer = self._chain(folder.rpartition("/")[0])
            found = self._chains[folder] = inner + outer
        return found

    def _spec(self, path: str) -> GitIgnoreSpec | None:
        text = read_optional(path)
        if text is None or not text.strip():
            return None
        from pathspec import GitIgnoreSpec  # costs start-up time, and many runs have no ignore file

        lines = []
        for line in text.splitlines():
            if _takes_long(line):
                continue
            try:
                GitIgnoreSpec.from_lines([line])
            except ValueError:  # Git passes over a pattern that makes no sense, and so do we
                continue
            lines.append(line)
        return GitIgnoreSpec.from_lines(lines)

    def _git_folder(self) -> str:
        """The repository's own folder, which worktrees share."""
        git = f"{self._root}/.git"
        pointer = read_optional(git)
        if pointer is None or not pointer.startswith("gitdir:"):
            return git
        folder = pointer.partition(":")[2].strip()
        if not folder.startswith("/") and folder[1:2] != ":":
            folder = f"{self._root}/{folder}"
        common = read_optional(f"{folder}/commondir")
        return f"{folder}/{common.strip()}" if common else folder


def _takes_long(pattern: str) -> bool:
    """Whether a pattern could be tried in so many ways that a hostile repository would stop us.

    No ignore file that a person wrote has such a pattern.
    """
    return pattern.count("**") > 4 or any(
        len(re.findall(r"\*+", name)) > 3 for name in pattern.split("/")
    )
