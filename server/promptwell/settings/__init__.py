"""What users can set: read from files and from an editor, for each prompt the nearest wins.

`Settings` is the one source: its fields and their docstrings make the validation, the JSON Schema
and the reference page. Nothing here imports the validation library until a setting is written.
"""

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
