"""The one place that puts the parts together: services with their adapters, by the settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from promptwell.adapters.clock import today
from promptwell.adapters.discovery import Discovery, discover, repository_root, workspace_root
from promptwell.adapters.files import WorkspaceFiles, decode, read_text, write_text
from promptwell.adapters.paths import to_path
from promptwell.errors import FileProblem, UsageError
from promptwell.language.rules.base import Diagnostic
from promptwell.services.checking import (
    Analysis,
    FileReport,
    Texts,
    analyze_files,
    check_files,
    file_diagnostic,
)
from promptwell.settings import WorkspaceSettings
from promptwell.settings.rule_levels import file_rule_level

if TYPE_CHECKING:
    from promptwell.adapters.check_cache import NoCache
    from promptwell.adapters.rendering.renderer import ProcessRenderer
    from promptwell.language.semantics.project import Project
    from promptwell.services.diagnosis import Diagnosis
    from promptwell.services.fixing import Fixed
    from promptwell.services.surveying import Survey

# Below this many characters for each process, starting one costs more than it saves.
_WORTH_A_PROCESS = 200_000

_PACKAGES = (
    "jinja2",
    "pygls",
    "lsprotocol",
    "pydantic",
    "pyyaml",
    "pathspec",
    "platformdirs",
    "tiktoken",
    "tree-sitter",
    "tree-sitter-markdown",
    "tree-sitter-yaml",
    "watchfiles",
)
_OPTIONAL_PACKAGES = ("prompty",)


@dataclass(frozen=True)
class Workspace:
    """A folder with its settings and files, as the commands see it.

    `overrides` are fields of `Settings` from the command line; `open_texts` go before what is on
    disk; `known` are the workspace's prompt files where they have been found already.
    """

    root: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    open_texts: MutableMapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    @cached_property
    def settings(self) -> WorkspaceSettings:
        """The settings of every folder."""
        return WorkspaceSettings(self.root, overrides=self.overrides)

    @cached_property
    def files(self) -> WorkspaceFiles:
        """The files, nothing outside the root."""
        return WorkspaceFiles([self.root], open_texts=self.open_texts, listing=self._listing)

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

        for path in self.prompt_files:
            self.settings.at(path)  # so that the associations of every settings file are known
        roots = self.settings.of_folder(self.root).template_roots
        project = Project(self.files, self.settings.associations(), roots)
        project.known(self.prompt_files)
        return project

    def settings_file(self) -> str | None:
        """The settings file of the root, if there is one that says anything."""
        self.settings.of_folder(self.root)
        return next(iter(self.settings.files()), None)

    def write(self, path: str, text: str) -> None:
        """Write a file whole or not at all."""
        write_text(path, text)

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The prompt files at and below paths; a file named itself is always among them."""
        from promptwell.settings.selection import SettingsChoice

        return discover(paths, SettingsChoice(self.settings), repository_root)

    def _listing(self, folder: str) -> list[str]:
        return [path for path in self.prompt_files if path.startswith(folder.rstrip("/") + "/")]


class CheckRun:
    """One call of `check`: the files of all workspaces that its paths lie in."""

    def __init__(
        self,
        paths: Iterable[str],
        *,
        overrides: Mapping[str, Any],
        open_texts: MutableMapping[str, str],
        use_cache: bool,
        jobs: int,
    ) -> None:
        self._paths = list(paths)
        self._overrides = overrides
        self._open_texts = open_texts
        self._jobs = jobs
        self._use_cache = use_cache
        self._caches: dict[str, NoCache] = {}
        self._texts = Texts(self._read)
        self._parts: list[tuple[Workspace, Discovery]] = []
        self.forget()

    def forget(self) -> None:
        """Look for files and settings anew: something has changed."""
        by_root: dict[str, list[str]] = {}
        for path in self._paths:
            by_root.setdefault(workspace_root(path, current_folder()), []).append(path)
        self._texts = Texts(self._read)
        self._parts = []
        for root, paths in by_root.items():
            workspace = Workspace(root, self._overrides, self._open_texts)
            self._parts.append((workspace, workspace.discover(paths)))

    def files(self) -> tuple[str, ...]:
        """The prompt files that are checked."""
        return tuple(path for _, discovery in self._parts for path in discovery.files)

    def reports(self) -> list[FileReport]:
        """What is wrong with the settings, with folders that can't be read, and in each file."""
        found: list[FileReport] = []
        for workspace, discovery in self._parts:
            for folder, reason in discovery.problems:
                found.append(FileReport(folder, "", (file_diagnostic(reason),)))
            reports = self._check(workspace, discovery.files)
            found += _settings_reports(workspace)
            found += reports
        return found

    def fix(self, *, unsafe: bool) -> Fixed:
        """Mend what can be mended, and say what is left."""
        from promptwell.services.fixing import fix_files

        return fix_files(self.reports, self._text, self._write, unsafe=unsafe)

    def save(self) -> None:
        """Keep the results for the next run."""
        for workspace, discovery in self._parts:
            if workspace.root in self._caches:
                self._caches[workspace.root].save([*workspace.prompt_files, *discovery.files])

    def changes(self) -> Iterator[frozenset[str]]:
        """Wait for changes in the checked folders, again and again."""
        from promptwell.adapters.watching import changes

        return changes(self._paths)

    def standard_input_text(self) -> str | None:
        """The text that came from standard input, as it is after fixing; None for files."""
        return next(iter(self._open_texts.values()), None)

    def _check(self, workspace: Workspace, paths: tuple[str, ...]) -> list[FileReport]:
        known = tuple(dict.fromkeys([*workspace.prompt_files, *paths]))
        day = today().isoformat()
        keys: dict[str, str] = {}

        def settings_key(path: str) -> str:
            folder = path.rpartition("/")[0]
            if folder not in keys:
                keys[folder] = f"{day} {workspace.settings.of_folder(folder)!r}"
            return keys[folder]

        def analyze(unknown: list[str]) -> Iterable[Analysis]:
            from promptwell.adapters.processes import processors, spread

            size = sum(len(self._texts.text(path)) for path in unknown)
            most = self._jobs or min(processors(), 1 + size // _WORTH_A_PROCESS)
            parts = _parts(unknown, self._texts, max(1, min(most, len(unknown))))
            fresh = Workspace(workspace.root, self._overrides, self._open_texts, known)
            return spread(_analyze, [_Batch(fresh, part) for part in parts])

        return check_files(
            paths,
            known=known,
            texts=self._texts,
            settings_key=settings_key,
            cache=self._cache(workspace),
            analyze=analyze,
        )

    def _cache(self, workspace: Workspace) -> NoCache:
        found = self._caches.get(workspace.root)
        if found is None:
            found = self._caches[workspace.root] = _check_cache(workspace, self._use_cache)
        return found

    def _read(self, path: str) -> str:
        return self._open_texts[path] if path in self._open_texts else read_text(path)

    def _text(self, path: str) -> str | None:
        try:
            return self._texts.text(path)
        except FileProblem:
            return None

    def _write(self, path: str, text: str) -> None:
        if path in self._open_texts:
            self._open_texts[path] = text
        elif read_text(path) != self._texts.text(path):
            raise FileProblem(f"{path}: changed while it was being fixed; run the command again")
        else:
            write_text(path, text)
        self._texts.forget(path)


def open_run(
    paths: Iterable[str],
    *,
    overrides: Mapping[str, Any] | None = None,
    standard_input: bytes | None = None,
    use_cache: bool = True,
    jobs: int = 0,
) -> CheckRun:
    """A check of files and folders; with `standard_input`, of that text under the one path given.

    Raises:
        UsageError: a path does not exist.
    """
    absolute = [to_path(path) for path in paths]
    texts: dict[str, str] = {}
    if standard_input is not None:
        texts[absolute[0]] = decode(absolute[0], standard_input)
    for path in absolute:
        if path not in texts and not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder")
    return CheckRun(
        absolute, overrides=overrides or {}, open_texts=texts, use_cache=use_cache, jobs=jobs
    )


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
    # Nothing is asked about other prompts, so the workspace need not be searched for them.
    return Workspace(workspace_root(path, current_folder()), known=(path,)), path


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


def survey(workspace: Workspace) -> Survey:
    """What prompt files a folder has, and what else in it may be one."""
    from promptwell.services.surveying import survey_texts
    from promptwell.settings.selection import SettingsChoice, TextFileChoice

    choice = SettingsChoice(workspace.settings)
    prompts = discover([workspace.root], choice, repository_root).files
    texts = discover([workspace.root], TextFileChoice(choice), repository_root).files
    return survey_texts(prompts, texts, workspace.files.read)


def examine(workspace: Workspace) -> Diagnosis:
    """What is installed on this machine and found in a folder."""
    from promptwell import __version__
    from promptwell.adapters import machine
    from promptwell.adapters.check_cache import cache_folder
    from promptwell.adapters.tokenizers import RankTokenizers
    from promptwell.language.text.source import SourceText
    from promptwell.services.diagnosis import Folder, Machine, diagnose

    tokenizers = RankTokenizers()
    tokenizers.load_ranks()
    cache = cache_folder()
    facts = Machine(
        promptwell=__version__,
        python=machine.python_version(),
        packages={name: machine.package_version(name) for name in _PACKAGES},
        optional={name: machine.package_version(name) for name in _OPTIONAL_PACKAGES},
        tokenizers={each.encoding: each.problem for each in tokenizers.status()},
        git=machine.git_version(),
        cache_folder=cache,
        cache_problem=machine.write_problem(cache),
    )
    discovery = workspace.discover([workspace.root])
    found = survey(workspace)
    problems = []
    for problem in workspace.settings.problems():
        text = workspace.files.read(problem.path) or ""
        line, column = SourceText(text).line_column(problem.span.start)
        problems.append((f"{problem.path}:{line + 1}:{column + 1}", problem.message))
    return diagnose(
        facts,
        Folder(
            root=workspace.root,
            repository=repository_root(workspace.root) or "",
            settings_files=workspace.settings.files(),
            settings_problems=tuple(problems),
            formats=found.formats,
            candidates=len(found.candidates),
            unreadable=discovery.problems,
        ),
    )


class _Batch(NamedTuple):
    """What a process needs to check some files on its own."""

    workspace: Workspace
    paths: tuple[str, ...]


def _analyze(batch: _Batch) -> list[Analysis]:
    from promptwell.adapters.tokenizers import RankTokenizers

    workspace, day = batch.workspace, today()
    return list(
        analyze_files(
            batch.paths,
            workspace.project,
            RankTokenizers("on-demand"),
            lambda path: workspace.settings.at(path).rule_settings(path, day),
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


def _settings_reports(workspace: Workspace) -> list[FileReport]:
    """What is wrong in the settings files met, unless the settings themselves turn that off."""
    found: dict[str, list[Diagnostic]] = {}
    for problem in workspace.settings.problems():
        severity = file_rule_level(workspace.settings.at(problem.path), "invalid-settings")
        if severity:
            found.setdefault(problem.path, []).append(
                Diagnostic("invalid-settings", "files", severity, problem.span, problem.message)
            )
    return [
        FileReport(path, workspace.files.read(path) or "", tuple(diagnostics))
        for path, diagnostics in found.items()
    ]


def _check_cache(workspace: Workspace, enabled: bool) -> NoCache:
    from promptwell import __version__
    from promptwell.adapters.check_cache import FileCache, NoCache, cache_folder, program_stamp

    if not enabled:
        return NoCache()
    package = to_path(__file__).rpartition("/")[0]
    name = f"{workspace.root} {sorted(workspace.overrides.items())!r}"
    return FileCache(cache_folder(), name, program_stamp(__version__, package))


def is_workspace(folder: str) -> bool:
    """Whether a folder is a repository or has settings of ours, and so may be searched whole."""
    base = folder.rstrip("/")
    return os.path.exists(f"{base}/.git") or os.path.isfile(f"{base}/promptwell.toml")


def current_folder() -> str:
    """The folder in which the command was called."""
    return to_path(".")


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
