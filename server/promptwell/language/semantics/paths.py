"""Paths as text, with forward slashes: where a file's folder is and what a reference may mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

_UNUSUAL = re.compile(r"//|/\.{1,2}(?:/|\Z)|/\Z")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def folder_of(path: str) -> str:
    """The folder of a file; "" for a document that has no file."""
    return path.rpartition("/")[0] or ("/" if path.startswith("/") else "")


def join(folder: str, name: str) -> str:
    """A name within a folder, `.` and `..` resolved."""
    return posixpath.normpath(posixpath.join(folder, name.replace("\\", "/")))


def is_within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder or below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def ancestors(path: str, root: str) -> Iterator[str]:
    """The folder of a file, then its parents up to the root; the root last."""
    folder = folder_of(path)
    while folder and is_within(folder, root):
        yield folder
        if folder == root:
            return
        parent = folder_of(folder)
        if parent == folder:
            return
        folder = parent


def linked_paths(path: str, root: str, target: str) -> list[str]:
    """The files that a link in an agent file may mean: from the file's folder, then from the root.

    A path that begins with a slash begins at the root; one out of the workspace means no file.
    """
    written = unescaped(target).replace("\\", "/")
    if written.startswith("~"):
        return []
    folder = folder_of(path)
    folders = [root] if written.startswith("/") else [folder, root]
    found = dict.fromkeys(join(each, written.lstrip("/")) for each in folders if each)
    return [each for each in found if is_within(each, root) or is_within(each, folder)]


def unescaped(target: str) -> str:
    """A path of a link, its `%20` and their like resolved."""
    return _ESCAPES.sub(_unescaped, target)


def relative_to(path: str, folder: str) -> str:
    """The path as written from a folder."""
    above, _, name = path.rpartition("/")
    inside = folder.rstrip("/") + "/"
    if not above or not folder or inside == f"{path}/" or _UNUSUAL.search(path):
        return _relative(path, folder)
    if path.startswith(inside):
        return path[len(inside) :]
    way = _relative(above, folder)
    return name if way == "." else f"{way}/{name}"


@lru_cache(maxsize=4096)
def _relative(path: str, folder: str) -> str:
    try:
        return posixpath.relpath(path, folder)
    except ValueError:
        return path


def _unescaped(match: re.Match[str]) -> str:
    return bytes.fromhex(match.group().replace("%", "")).decode("utf-8", "replace")
