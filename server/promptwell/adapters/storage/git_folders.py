"""Where git keeps a repository's own files, read from `.git` without git."""

from __future__ import annotations

import os

# A pointer file of git has one line.
_LONGEST = 4096


def common_folder(folder: str) -> str:
    """The folder that all worktrees of a repository share, or "" outside of a repository.

    It is `.git` of the main worktree; for a submodule, its folder in the outer repository's `.git`.
    """
    while True:
        found = _common_of(os.path.join(folder, ".git"))
        if found:
            return found
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def _common_of(dot_git: str) -> str:
    if os.path.isdir(dot_git):
        folder = dot_git
    else:
        pointer = _line(dot_git)
        if not pointer.startswith("gitdir:"):
            return ""
        target = pointer.removeprefix("gitdir:").strip()
        folder = os.path.join(os.path.dirname(dot_git), target)
    shared = _line(os.path.join(folder, "commondir"))
    common = os.path.realpath(os.path.join(folder, shared) if shared else folder)
    # As git does: a folder is a repository by what it has, whatever points there.
    whole = os.path.isfile(os.path.join(common, "HEAD")) and all(
        os.path.isdir(os.path.join(common, part)) for part in ("objects", "refs")
    )
    return common if whole else ""


def _line(path: str) -> str:
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as stream:
            line = os.fsdecode(stream.read(_LONGEST)).strip()
    except OSError:
        return ""
    return "" if "\0" in line else line
