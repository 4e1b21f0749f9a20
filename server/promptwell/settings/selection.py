"""Which files count as prompts: by their names, and by what the settings include and exclude."""

from __future__ import annotations

from promptwell.language.text.globs import matches
from promptwell.settings.workspace import WorkspaceSettings


class SettingsChoice:
    """The answers that the search for prompt files asks of the settings."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        # Formats cost start-up time.
        from promptwell.language.syntax.detect import detect, may_hold_prompts, owned

        self._owned = owned
        self._detect = detect
        self._may_hold_prompts = may_hold_prompts
        self._settings = settings

    def wants(self, path: str) -> bool:
        """Whether a file is a prompt file, by its name and the settings."""
        settings = self._settings.at(path)
        if self._owned(path, settings.associations):
            return True
        return any(matches(glob, path) for glob in settings.include)

    def considers(self, path: str) -> bool:
        """Whether a file that is not wanted for its name may be wanted for its content."""
        return self._may_hold_prompts(path)

    def recognizes(self, path: str, text: str) -> bool:
        """Whether a file that is considered is a prompt file."""
        return self._detect(path, text, self._settings.at(path).associations) is not None

    def skips(self, path: str) -> bool:
        """Whether the settings leave out a file or folder."""
        return any(matches(glob, path) for glob in self._settings.at(path).exclude)

    def honors_gitignore(self, folder: str) -> bool:
        """Whether what Git ignores is left out of a folder."""
        return self._settings.of_folder(folder).respect_gitignore

    def enters(self, folder: str) -> bool:
        """Whether an `include` or a format names this folder, so that it is read whatever its name."""
        settings = self._settings.at(folder)
        name = f"/{folder.rpartition('/')[2]}/"
        return any(name in f"{glob}/" for glob in (*settings.include, *settings.formats))


class TextFileChoice:
    """Markdown and text files that are not prompts by name; else as the settings choose."""

    def __init__(self, choice: SettingsChoice) -> None:
        self._choice = choice
        self.considers = _never  # the name tells
        self.recognizes = choice.recognizes
        self.skips = choice.skips
        self.honors_gitignore = choice.honors_gitignore
        self.enters = choice.enters

    def wants(self, path: str) -> bool:
        """Whether a file may hold a prompt although nothing says so."""
        return path.endswith((".md", ".txt")) and not self._choice.wants(path)


class ScanChoice:
    """What `promptwell scan` reads besides prompts: settings of AI tools, and the settings' datasets."""

    def __init__(self, settings: WorkspaceSettings, choice: SettingsChoice) -> None:
        from promptwell.language.syntax.formats.mcp_config import CONFIG_FOLDERS, is_mcp_config

        self._settings = settings
        self._is_mcp_config = is_mcp_config
        self._folders = CONFIG_FOLDERS
        self._enters = choice.enters
        self.considers = _never  # the name tells
        self.recognizes = choice.recognizes
        self.skips = choice.skips
        self.honors_gitignore = choice.honors_gitignore

    def wants(self, path: str) -> bool:
        """Whether a file is one of these, by its name or the settings."""
        return self._is_mcp_config(path) or any(
            matches(glob, path) for glob in self._settings.at(path).security.datasets
        )

    def enters(self, folder: str) -> bool:
        """Whether a folder is read that is else left out for its name."""
        name = folder.rpartition("/")[2]
        datasets = self._settings.at(folder).security.datasets
        named = any(f"/{name}/" in f"{glob}/" for glob in datasets)
        return named or name in self._folders or self._enters(folder)


def _never(_path: str) -> bool:
    return False
