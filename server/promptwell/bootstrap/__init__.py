"""The one place that puts the parts together: services with their adapters, by the settings.

What several ways in share stands here; what one command alone needs has a file of its own beside.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Container, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from promptwell.adapters.discovery import (
    Discovery,
    discover,
    has_root_file,
    repository_root,
    workspace_root,
)
from promptwell.adapters.files import (
    FilesReadOnce,
    WorkspaceFiles,
    decode,
    read_optional,
    read_text,
    remove_file,
    write_text,
)
from promptwell.adapters.paths import is_below, shown, to_path
from promptwell.errors import FileProblem, UsageError

if TYPE_CHECKING:
    from promptwell.adapters.rendering.renderer import ProcessRenderer
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.parse import Parser
    from promptwell.services.surveying import Survey
    from promptwell.settings import WorkspaceSettings

# `{{>card}}`, `{{~> card}}`, `{{#> card}}`.
_PARTIAL = re.compile(r"\{\{~?#?>")


@dataclass(frozen=True)
class Workspace:
    """A folder with its settings and files, as the commands see it.

    `overrides` are fields of `Settings` from the command line; `open_texts` go before what is on
    disk; `known` are the workspace's prompt files where they have been found already. `scanned` are
    files that are no prompts and are scanned all the same, with their formats. `parse` reads the
    files in place of the language's own parser, which remembers nothing. `reads_once` is for one look at
    files that stay as they are.
    """

    root: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    open_texts: MutableMapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    scanned: Mapping[str, str] = field(default_factory=dict)
    parse: Parser | None = None
    reads_once: bool = False

    @cached_property
    def settings(self) -> WorkspaceSettings:
        """The settings of every folder."""
        from promptwell.settings import WorkspaceSettings  # a call of the engine reads none

        return WorkspaceSettings(self.root, overrides=self.overrides)

    @cached_property
    def files(self) -> WorkspaceFiles:
        """The files, nothing outside the root."""
        kind = FilesReadOnce if self.reads_once else WorkspaceFiles
        return kind([self.root], open_texts=self.open_texts, listing=self._listing)

    @cached_property
    def prompt_files(self) -> tuple[str, ...]:
        """All prompt files; none where the root is just any folder, which may be a whole disk."""
        if self.known or not is_workspace(self.root):
            return self.known
        return self.discover([self.root]).files

    @cached_property
    def project(self) -> Project:
        """The files with what they mean to each other."""
        from promptwell.language.semantics.project import Project
        from promptwell.language.syntax.parse import parse_file

        for path in self.prompt_files:
            self.settings.at(path)  # so that the associations of every settings file are known
        roots = self.settings.of_folder(self.root).template_roots
        formats = replace(self.settings.associations(), scanned=self.scanned)
        project = Project(self.files, formats, roots, self.parse or parse_file)
        project.known(self.prompt_files)
        return project

    def settings_file(self) -> str | None:
        """The settings file of the root, if there is one that says anything."""
        self.settings.of_folder(self.root)
        return next(iter(self.settings.files()), None)

    def write(self, path: str, text: str) -> None:
        """Write a file whole or not at all."""
        write_text(path, text)

    def remove(self, path: str) -> None:
        """Remove a file.

        Raises:
            FileProblem: it can't be removed.
        """
        remove_file(path)

    def name_of(self, path: str) -> str:
        """A path as it is written from the root."""
        return shown(path, self.root)

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The prompt files at and below paths; a file named itself is always among them."""
        from promptwell.settings.selection import SettingsChoice

        return discover(paths, SettingsChoice(self.settings), repository_root)

    def _listing(self, folder: str) -> list[str]:
        return [path for path in self.prompt_files if path.startswith(folder.rstrip("/") + "/")]


def open_workspace(folder: str) -> Workspace:
    """The folder as a workspace of its own.

    Raises:
        UsageError: there is no such folder.
    """
    path = to_path(folder)
    if not os.path.isdir(path):
        raise UsageError(f"{path}: there is no such folder")
    return Workspace(path)


def open_prompt(name: str) -> tuple[Workspace, str]:
    """One prompt file, as (the workspace that holds it, its path).

    Raises:
        FileProblem: there is no such file, or it can't be read.
    """
    path = to_path(name)
    read_text(path)
    root = workspace_root(path, current_folder())
    # Nothing is asked about other prompts, so the workspace need not be searched for them.
    return Workspace(root, known=loaded_with([path], root)), path


def loaded_with(
    paths: Iterable[str], root: str, texts: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Prompt files, and those of their folders where partials are found by their names alone.

    `texts` go before what files say.
    """
    found = dict.fromkeys(paths)
    folders = dict.fromkeys(
        _partials_folder(path, root)
        for path in found
        if path.endswith(".prompt") and _names_partials(path, texts or {})
    )
    folders.pop("", None)
    if folders:
        found |= dict.fromkeys(Workspace(root).discover(folders).files)
    return tuple(found)


def _names_partials(path: str, texts: Mapping[str, str]) -> bool:
    """Whether a file brings in partials; one that can't be read brings in none."""
    text = texts.get(path) if path in texts else read_optional(path)
    return text is not None and _PARTIAL.search(text) is not None


def _partials_folder(path: str, root: str) -> str:
    """The folder in which a `.prompt` file's partials are looked for; "" where that may be a whole disk."""
    from promptwell.language.semantics.partial_loader import prompt_folder

    folder = prompt_folder(path, root, os.path.exists)
    return "" if folder == root and not is_workspace(root) else folder


def open_paths(names: Iterable[str]) -> list[tuple[Workspace, tuple[str, ...]]]:
    """The prompt files at and below some files and folders, by the workspace that holds them.

    Raises:
        UsageError: a path does not exist.
    """
    by_root: dict[str, list[str]] = {}
    for path in map(to_path, names):
        if not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder")
        by_root.setdefault(workspace_root(path, current_folder()), []).append(path)
    found = []
    for root, paths in by_root.items():
        files = tuple(Workspace(root).discover(paths).files)
        found.append((Workspace(root, known=files), files))
    return found


def absolute_path(name: str) -> str:
    """A path that the user gives, from the root of the file system."""
    return to_path(name)


def shown_path(path: str) -> str:
    """A path as a person in the current folder would write it."""
    return shown(path, current_folder())


def prompt_renderer() -> ProcessRenderer:
    """What renders templates: a process of its own, to be closed after use."""
    from promptwell.adapters.rendering.renderer import ProcessRenderer

    return ProcessRenderer()


def read_input(name: str) -> str:
    """The text of a file that the user names; `-` is standard input.

    Raises:
        FileProblem: it can't be read.
    """
    if name == "-":
        return decode("standard input", sys.stdin.buffer.read())
    return read_text(to_path(name))


def write_output(name: str, text: str, sources: Container[str]) -> str | None:
    """Write a result to a file that the user names; None, and nothing written, where it is a source.

    Raises:
        FileProblem: it can't be written.
    """
    path = to_path(name)
    if path in sources:
        return None
    write_text(path, text)
    return path


def survey(workspace: Workspace) -> Survey:
    """What prompt files a folder has, and what else in it may be one."""
    from promptwell.services.surveying import survey_texts
    from promptwell.settings.selection import SettingsChoice, TextFileChoice

    choice = SettingsChoice(workspace.settings)
    prompts = discover([workspace.root], choice, repository_root).files
    texts = discover([workspace.root], TextFileChoice(choice), repository_root).files
    return survey_texts(prompts, texts, workspace.files.read)


def is_workspace(folder: str) -> bool:
    """Whether a folder is a repository or has settings or labels of ours, and so may be searched whole."""
    return os.path.exists(f"{folder.rstrip('/')}/.git") or has_root_file(folder)


def current_folder() -> str:
    """The folder in which the command was called."""
    return to_path(".")


def path_in_workspace(name: str, root: str, *, only_if_there: bool) -> str:
    """A path that the user gives, read from the current folder and written from a workspace's root.

    With `only_if_there` what is no file or folder stays as it is: it may be the name of a prompt.

    Raises:
        UsageError: it leads out of the workspace.
    """
    file, mark, entry = name.partition("#")
    path = to_path(file, os.path.realpath("."))
    if only_if_there and not os.path.lexists(path):
        return name
    if not is_below(path, root):
        raise UsageError(f"{name}: this is not in the workspace {root}")
    return (shown(path, root) if path != root else ".") + mark + entry


def start_logging(level: str, file: str | None = None) -> None:
    """Log records of this level and above, to a file or else to standard error.

    Raises:
        FileProblem: the log file can't be written.
    """
    from promptwell.adapters import json_log

    try:
        json_log.start_logging(level, file)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileProblem(f"{file}: the log can't be written there: {reason}") from error
