"""The settings files of a workspace and its labels, as a backup holds them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from promptwell.adapters.discovery import NEVER_READ, PROMPT_DOT_FOLDERS
from promptwell.adapters.files import read_bytes, write_bytes
from promptwell.adapters.paths import is_below, to_path
from promptwell.domain.versions.label_file import LABEL_FILE
from promptwell.errors import FileProblem

_WHOLE = frozenset({"promptwell.toml", LABEL_FILE})
_NAMES = _WHOLE | {"pyproject.toml"}
_SECTION = b"[tool.promptwell"


def settings_files(root: str) -> dict[str, bytes]:
    """The files with settings in a folder, by their paths from there; unreadable ones are left out."""
    root = to_path(os.path.realpath(root))
    found: dict[str, bytes] = {}
    for folder, inner, names in os.walk(root):
        inner[:] = [] if "pyvenv.cfg" in names else sorted(filter(_enters, inner))
        for name in sorted(_NAMES.intersection(names)):
            path = to_path(name, folder)
            try:
                content = read_bytes(path)
            except FileProblem:
                continue
            if name in _WHOLE or _SECTION in content:
                found[path.removeprefix(root.rstrip("/") + "/")] = content
    return found


def _enters(name: str) -> bool:
    return name in PROMPT_DOT_FOLDERS if name.startswith(".") else name not in NEVER_READ


class PutSettings(NamedTuple):
    """The settings files that were written, those that have another text, and those that were left out."""

    written: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def put_settings(root: str, settings: Mapping[str, bytes]) -> PutSettings:
    """Write the files that are missing in a folder.

    A file whose path leads out of the folder, or is no settings file's, is left out.
    """
    root = to_path(os.path.realpath(root))
    written: list[str] = []
    different: list[str] = []
    skipped: list[str] = []
    for name, content in settings.items():
        path = to_path(os.path.realpath(os.path.join(root, name)))
        if not is_below(path, root) or path.rpartition("/")[2] not in _NAMES:
            skipped.append(name)
            continue
        if os.path.lexists(path):
            if _read(path) != content:
                different.append(name)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_bytes(path, content)
        written.append(name)
    return PutSettings(tuple(written), tuple(different), tuple(skipped))


def _read(path: str) -> bytes:
    try:
        return read_bytes(path)
    except FileProblem:
        return b""
