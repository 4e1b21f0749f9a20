"""Whether a commit, a branch or a tag may mean another commit than before, told without reading Git's data."""

from __future__ import annotations

import os
from collections.abc import Iterator

_REFS = ("refs/heads", "refs/tags", "refs/remotes")


def git_stamp(path: str, ref: str) -> object:
    """What changes whenever a ref of the repository around a file may have moved.

    It costs a few looks at files and no reading of objects, so that it can be asked for every second.
    Nothing is said where there is no repository: its making changes the stamp as well.
    """
    found = _git_folders(path)
    if found is None:
        return None
    own, common = found
    return own, tuple((name, _stamp(name)) for name in _files(own, common, ref))


def _files(own: str, common: str, ref: str) -> Iterator[str]:
    head = os.path.join(own, "HEAD")
    yield head
    yield os.path.join(common, "packed-refs")
    yield os.path.join(common, "reftable", "tables.list")
    current = _read(head).removeprefix("ref:").strip()
    if current.startswith("refs/"):
        yield os.path.join(common, current)
    name = ref.replace("^", "~").partition("~")[0]
    if name not in ("", "HEAD") and ".." not in name and not os.path.isabs(name):
        for folder in _REFS:
            yield os.path.join(common, folder, name)


def _git_folders(path: str) -> tuple[str, str] | None:
    """The folder with the `HEAD` of a file's working tree, and the one with the refs of all of them."""
    folder = os.path.dirname(path)
    while True:
        git = os.path.join(folder, ".git")
        if os.path.isdir(git):
            return git, _common(git)
        if os.path.isfile(git):  # of a worktree, or of a submodule
            own = _read(git).removeprefix("gitdir:").strip()
            own = os.path.join(folder, own)
            return own, _common(own)
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _common(own: str) -> str:
    named = _read(os.path.join(own, "commondir")).strip()
    return os.path.normpath(os.path.join(own, named)) if named else own


def _read(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return stream.read(4096)
    except OSError:
        return ""


def _stamp(file: str) -> tuple[int, int, int] | None:
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
