"""The prompt files of a root, by its settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from promptwell.adapters.discovery import repository_root
from promptwell.adapters.prompt_files import WorkspacePrompts
from promptwell.bootstrap import Workspace
from promptwell.bootstrap.prompt_findings import findings
from promptwell.domain.prompts.ports import Found
from promptwell.settings import Settings, WorkspaceSettings

if TYPE_CHECKING:
    from promptwell.adapters.storage.store import SqlStore
    from promptwell.adapters.storage.stored_files import StoredFiles
    from promptwell.language.semantics.metadata_declarations import MetadataDeclarations
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.detect import Associations
    from promptwell.settings.selection import SettingsChoice


def workspace_prompts(root: str) -> WorkspacePrompts:
    """The prompt files of a folder. Settings are read once: ask again for each operation."""
    return WorkspacePrompts(root, _Settings(root))


def stored_prompts(store: SqlStore) -> StoredFiles:
    """The files of a store that keeps prompts without a workspace."""
    from promptwell.adapters.storage.stored_files import StoredFiles

    return StoredFiles(store.reading, Settings().metadata.declarations(), partial(findings, ""))


class _Settings:
    def __init__(self, root: str) -> None:
        self._root = root
        self._settings = WorkspaceSettings(root)

    @cached_property
    def _choice(self) -> SettingsChoice:
        from promptwell.settings.selection import SettingsChoice  # all formats, which cost time

        return SettingsChoice(self._settings)

    def choice(self) -> SettingsChoice:
        """Which files count as prompts."""
        return self._choice

    def repository(self, folder: str) -> str | None:
        """The root of the Git repository that holds a folder."""
        return repository_root(folder)

    def associations(self, path: str) -> Associations:
        """The formats and dialects of files by their names, as they hold for a file."""
        return self._settings.at(path).associations

    def keep_days(self) -> int:
        """For how many days versions are kept; 0 for always."""
        return self._settings.of_folder(self._root).versions.keep_days

    def declarations(self, path: str) -> MetadataDeclarations:
        """What is said about the metadata of a file's prompts."""
        return self._settings.at(path).metadata.declarations()

    def findings(self, path: str, text: str) -> Iterable[Found]:
        """What the rules say of a file, by its relative path, when that is its text."""
        return findings(self._root, path, text)

    def project(self, paths: Sequence[str]) -> Project:
        """Some files with what they mean to each other."""
        return Workspace(self._root, known=tuple(paths)).project
