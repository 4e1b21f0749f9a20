"""Which files count as prompts: by their names, and by what the settings include and exclude."""

from __future__ import annotations

from promptwell.language.text.globs import matches
from promptwell.settings.workspace import WorkspaceSettings


class SettingsChoice:
    """The answers that the search for prompt files asks of the settings."""

    def __init__(self, settings: WorkspaceSettings) -> None:
        from promptwell.language.syntax.detect import owned  # formats cost start-up time

        self._owned = owned
        self._settings = settings

    def wants(self, path: str) -> bool:
        """Whether a file is a prompt file, by its name and the settings."""
        settings = self._settings.at(path)
        if self._owned(path, settings.associations):
            return True
        return any(matches(glob, path) for glob in settings.include)

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
        self.skips = choice.skips
        self.honors_gitignore = choice.honors_gitignore
        self.enters = choice.enters

    def wants(self, path: str) -> bool:
        """Whether a file may hold a prompt although nothing says so."""
        return path.endswith((".md", ".txt")) and not self._choice.wants(path)
