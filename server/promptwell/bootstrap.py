"""The one place that puts the parts together: services with their adapters, by the settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from promptwell.adapters.clock import today
from promptwell.adapters.discovery import Discovery, discover, repository_root, workspace_root
from promptwell.adapters.files import WorkspaceFiles, read_text
from promptwell.adapters.paths import to_path
from promptwell.services.checking import Analysis, FileReport, Texts, check_files
from promptwell.settings import WorkspaceSettings

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project
    from promptwell.services.checking import CheckCache

# Below this many bytes for each process, starting one costs more than it saves.
_BYTES_WORTH_A_PROCESS = 200_000


@dataclass(frozen=True)
class Workspace:
    """A folder with its settings and files, as the commands see it.

    `overrides` are fields of `Settings` from the command line; `open_texts` go before the files.
    """

    root: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    open_texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def settings(self) -> WorkspaceSettings:
        """The settings of every folder."""
        return WorkspaceSettings(self.root, overrides=self.overrides)

    @cached_property
    def files(self) -> WorkspaceFiles:
        """The files, nothing outside the root."""
        return WorkspaceFiles([self.root], open_texts=self.open_texts, listing=self._listing)

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The prompt files at and below paths; a file named itself is always among them."""
        from promptwell.settings.selection import SettingsChoice

        return discover(paths, SettingsChoice(self.settings), repository_root)

    @cached_property
    def prompt_files(self) -> tuple[str, ...]:
        """All prompt files; none where the root is just any folder, which may be a whole disk."""
        if not is_workspace(self.root):
            return ()
        return self.discover([self.root]).files

    def project(self, known: Iterable[str] = ()) -> Project:
        """The files with what they mean to each other."""
        from promptwell.language.semantics.project import Project

        settings = self.settings.of_folder(self.root)
        project = Project(self.files, self.settings.associations(), settings.template_roots)
        project.known(known or self.prompt_files)
        return project

    def _listing(self, folder: str) -> list[str]:
        return [path for path in self.prompt_files if path.startswith(folder.rstrip("/") + "/")]


class _Batch(NamedTuple):
    """What a process needs to check some files on its own."""

    workspace: Workspace
    paths: tuple[str, ...]
    known: tuple[str, ...]


def check_workspace(
    workspace: Workspace, paths: Iterable[str], texts: Texts, cache: CheckCache, jobs: int = 0
) -> list[FileReport]:
    """Check files of one workspace; `jobs` is the number of processes, 0 as many as pay."""
    from promptwell.adapters.processes import processors, spread

    wanted = list(paths)
    known = tuple(dict.fromkeys([*workspace.prompt_files, *wanted]))
    day = today().isoformat()
    keys: dict[str, str] = {}

    def settings_key(path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in keys:
            keys[folder] = f"{day} {workspace.settings.of_folder(folder)!r}"
        return keys[folder]

    def analyze(unknown: list[str]) -> Iterable[Analysis]:
        size = sum(len(texts.text(path)) for path in unknown)
        most = jobs or min(processors(), 1 + size // _BYTES_WORTH_A_PROCESS)
        parts = _parts(unknown, texts, max(1, min(most, len(unknown))))
        return spread(_analyze, [_Batch(workspace, part, known) for part in parts])

    return check_files(
        wanted,
        known=known,
        texts=texts,
        settings_key=settings_key,
        cache=cache,
        analyze=analyze,
    )


def _analyze(batch: _Batch) -> list[Analysis]:
    from promptwell.services.checking import analyze_files

    settings, day = batch.workspace.settings, today()
    for path in batch.known:
        settings.at(path)  # so that every settings file's associations are known
    return list(
        analyze_files(
            batch.paths,
            batch.workspace.project(batch.known),
            lambda path: settings.at(path).rule_settings(path, day),
        )
    )


def _parts(paths: list[str], texts: Texts, count: int) -> list[tuple[str, ...]]:
    """The paths in runs of about equal size; neighbors stay together, as they share partials."""
    total = sum(len(texts.text(path)) for path in paths) or 1
    parts: list[list[str]] = [[] for _ in range(count)]
    done = 0
    for path in paths:
        parts[min(count - 1, done * count // total)].append(path)
        done += len(texts.text(path))
    return [tuple(part) for part in parts if part]


def workspaces_of(
    paths: Iterable[str],
    overrides: Mapping[str, Any] | None = None,
    open_texts: Mapping[str, str] | None = None,
) -> dict[str, tuple[Workspace, list[str]]]:
    """The workspaces that hold the paths, by root, each with its paths."""
    found: dict[str, tuple[Workspace, list[str]]] = {}
    for path in paths:
        root = workspace_root(path, current_folder())
        if root not in found:
            found[root] = (Workspace(root, overrides or {}, open_texts or {}), [])
        found[root][1].append(path)
    return found


def texts_of(workspace: Workspace) -> Texts:
    """The texts of a workspace's files, read once each."""

    def read(path: str) -> str:
        return workspace.open_texts[path] if path in workspace.open_texts else read_text(path)

    return Texts(read)


def check_cache(workspace: Workspace, enabled: bool = True) -> Any:
    """The results of earlier checks; not `enabled`, they are remembered within this run only."""
    from promptwell import __version__
    from promptwell.adapters.check_cache import FileCache, NoCache, cache_folder, program_stamp

    if not enabled:
        return NoCache()
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # pathlib costs start-up time
    name = f"{workspace.root} {sorted(workspace.overrides.items())!r}"
    return FileCache(cache_folder(), name, program_stamp(__version__, package))


def is_workspace(folder: str) -> bool:
    """Whether a folder is a repository or has settings of ours, and so may be searched whole."""
    base = folder.rstrip("/")
    return os.path.exists(f"{base}/.git") or os.path.isfile(f"{base}/promptwell.toml")  # noqa: PTH110, PTH113


def current_folder() -> str:
    """The folder in which the command was called."""
    return to_path(".")


def start_logging(level: str, file: str | None = None) -> None:
    """Log records of this level and above, to a file or else to standard error.

    Raises:
        FileProblem: the log file can't be written.
    """
    from promptwell.adapters import json_log
    from promptwell.errors import FileProblem

    try:
        json_log.start_logging(level, file)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileProblem(f"{file}: the log can't be written there: {reason}") from error
