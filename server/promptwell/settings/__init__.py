"""What users can set: read from files and from an editor, for each prompt the nearest wins.

`Settings` is the one source: its fields and their docstrings make the validation, the JSON Schema
and the reference page. Nothing here imports the validation library until a setting is written, nor
the model until somebody asks for it: a call of the engine needs only `machine.py`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptwell.settings.model import (
        EngineSettings,
        InlayHintSettings,
        LogSettings,
        ServerSettings,
        Settings,
    )
    from promptwell.settings.problem import SettingsProblem, is_settings_file
    from promptwell.settings.workspace import WorkspaceSettings, load_settings

__all__ = [
    "EngineSettings",
    "InlayHintSettings",
    "LogSettings",
    "ServerSettings",
    "Settings",
    "SettingsProblem",
    "WorkspaceSettings",
    "is_settings_file",
    "load_settings",
]

_ELSEWHERE = {
    "SettingsProblem": "problem",
    "is_settings_file": "problem",
    "WorkspaceSettings": "workspace",
    "load_settings": "workspace",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = _ELSEWHERE.get(name, "model")
    return getattr(import_module(f"{__name__}.{place}"), name)
