"""Folders that this user trusts: only their settings may say whom to call and what to load.

An opened repository may be hostile. What its settings could make this machine do beyond reading
its prompts counts only after `promptwell trust`, or from the user's own settings file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from promptwell.adapters.files import read_optional, write_text
from promptwell.adapters.paths import to_path, user_config_folder
from promptwell.errors import FileProblem

_NAME = "trusted-folders.json"


def trusted_folders() -> tuple[str, ...]:
    """The folders that are trusted, in the order of their paths."""
    text = read_optional(_file())
    if text is None:
        return ()
    try:
        told = json.loads(text)
    except ValueError:
        return ()
    return tuple(sorted(map(str, told))) if isinstance(told, list) else ()


def is_trusted(folder: str) -> bool:
    """Whether a folder itself is trusted; trust in one above says nothing about it."""
    return _real(folder) in trusted_folders()


def trust(folder: str) -> None:
    """Trust a folder from now on.

    Raises:
        FileProblem: that can't be written down.
    """
    _write({*trusted_folders(), _real(folder)})


def distrust(folder: str) -> bool:
    """Trust a folder no more; False where it was not trusted.

    Raises:
        FileProblem: that can't be written down.
    """
    folders = set(trusted_folders())
    if _real(folder) not in folders:
        return False
    _write(folders - {_real(folder)})
    return True


def _write(folders: set[str]) -> None:
    path = _file()
    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileProblem(f"{path}: could not be written: {reason}") from error
    write_text(path, json.dumps(sorted(folders), indent=2) + "\n")


def _file() -> str:
    return f"{user_config_folder()}/{_NAME}"


def _real(folder: str) -> str:
    return to_path(os.path.realpath(folder))
