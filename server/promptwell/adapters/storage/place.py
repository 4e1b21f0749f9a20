"""Where a workspace's store lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256

from promptwell.adapters.storage.file_systems import is_local
from promptwell.adapters.storage.git_folders import common_folder

DATABASE = "store.db"
"""The name of the store's file in its folder."""


@dataclass(frozen=True, slots=True)
class StorePlace:
    """A folder for the store.

    `home` is the folder that it belongs to and moves with: roots in it are kept by their way from
    there, so that a repository that is moved or restored elsewhere finds its prompts. It is ""
    where the store lies apart from the workspace.
    """

    folder: str
    home: str = ""


def place_of(root: str) -> StorePlace:
    """The place for the store of a workspace folder; nothing is made yet.

    It is `promptwell` in the repository's `.git`, which worktrees share and `git clean` spares.
    Without a repository it is `.promptwell` in the workspace. Where the file system is shared with other
    machines or can't be written, it is in the user's data folder: SQLite's locks don't hold there.
    """
    root = os.path.realpath(root)
    git = common_folder(root)
    wanted = os.path.join(git, "promptwell") if git else os.path.join(root, ".promptwell")
    home = git or root
    if not os.path.islink(wanted) and is_local(home) and _writable(wanted):
        return StorePlace(wanted, os.path.dirname(git) if git else root)
    return StorePlace(user_folder(wanted, os.path.basename(root) or "root"))


def key_in(place: StorePlace, root: str) -> str:
    """How a root is named in a store: its way from the store's home, else its path."""
    if not root:
        return ""
    root = os.path.realpath(root)
    if place.home:
        home = os.path.realpath(place.home)
        if root == home:
            return "."
        if root.startswith(home.rstrip(os.sep) + os.sep):
            return os.path.relpath(root, home).replace(os.sep, "/")
    return root.replace(os.sep, "/")


def make_folder(place: StorePlace) -> None:
    """Make the store's folder, for this user alone, and out of git's sight."""
    os.makedirs(place.folder, mode=0o700, exist_ok=True)
    if os.name == "posix" and os.stat(place.folder).st_mode & 0o077:
        os.chmod(place.folder, 0o700)
    ignored = os.path.join(place.folder, ".gitignore")
    if os.path.basename(place.folder) == ".promptwell" and not os.path.exists(ignored):
        with open(ignored, "w", encoding="ascii") as stream:
            stream.write("*\n")


def _writable(folder: str) -> bool:
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    try:
        if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & os.ST_RDONLY:
            return False
    except OSError:  # a server that is gone, say
        return False
    effective = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=effective)


def user_folder(wanted: str, name: str) -> str:
    """A folder in the user's data folder that stands for another place, by a name that people know."""
    from platformdirs import user_data_path  # only where it is needed

    digest = sha256(wanted.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return str(user_data_path("promptwell", appauthor=False) / "stores" / f"{name}-{digest}")
