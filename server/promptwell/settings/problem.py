"""The files in which settings stand, and what can be wrong with them."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.text.source import Span

SETTINGS_FILE = "promptwell.toml"
PROJECT_FILE = "pyproject.toml"


class SettingsProblem(NamedTuple):
    """One wrong setting: the file ("" for the editor's settings), where, and what to write instead."""

    path: str
    span: Span
    message: str


def is_settings_file(path: str) -> bool:
    """Whether a path is that of a file in which settings may stand."""
    return path.rpartition("/")[2] in (SETTINGS_FILE, PROJECT_FILE)
