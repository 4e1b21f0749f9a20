"""Paths as the product writes them: absolute, with forward slashes."""

from __future__ import annotations

import os


def to_path(name: str, folder: str = "") -> str:
    """A file's name as an absolute path with forward slashes; symbolic links stay as they are."""
    path = os.path.abspath(os.path.join(folder, name))
    path = path.replace("\\", "/") if os.sep == "\\" else path
    return path[0].upper() + path[1:] if path[1:2] == ":" else path


def shown(path: str, folder: str) -> str:
    """A path as a person in a folder would write it: relative where the file lies below it."""
    base = folder.rstrip("/") + "/"
    return path.removeprefix(base)


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def user_cache_folder(part: str) -> str:
    """The folder in which this user's caches of one kind lie; it may not exist yet."""
    from platformdirs import user_cache_path  # costs start-up time

    return user_cache_path("promptwell", appauthor=False).as_posix() + f"/{part}"


def user_config_folder() -> str:
    """The folder in which this user's own settings lie; it may not exist yet."""
    from platformdirs import user_config_path  # costs start-up time

    return user_config_path("promptwell", appauthor=False, roaming=True).as_posix()


def user_data_folder() -> str:
    """The folder in which what is kept for this user lies; it may not exist yet."""
    from platformdirs import user_data_path  # costs start-up time

    return user_data_path("promptwell", appauthor=False).as_posix()
