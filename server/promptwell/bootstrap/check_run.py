"""A check of files and folders, put together: discovery, cache, processes, settings and rules."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from promptwell.adapters.clock import today
from promptwell.adapters.discovery import Discovery, workspace_root
from promptwell.adapters.files import decode, read_text, write_text
from promptwell.adapters.links_out import LinksOut
from promptwell.adapters.paths import to_path
from promptwell.bootstrap import Workspace, current_folder, start_logging
from promptwell.errors import FileProblem, OutsideFile, UsageError
from promptwell.language.rules.base import Diagnostic
from promptwell.language.rules.policy import NO_POLICY, Policy
from promptwell.language.rules.severity import Severity
from promptwell.services.checking import (
    Analysis,
    FileReport,
    Texts,
    analyze_files,
    check_files,
    file_diagnostic,
)
from promptwell.settings import LogSettings, Settings
from promptwell.settings.rule_levels import file_rule_severity, rule_settings

if TYPE_CHECKING:
    from promptwell.adapters.check_cache import NoCache
    from promptwell.language.syntax.parse import Parser
    from promptwell.services.fixing import Fixed

# Their formats are asked only where such a file is found.
_FOREIGN = (".baml", ".poml")

# Below this many characters for each process, starting one costs more than it saves.
_WORTH_A_PROCESS = 200_000


class CheckRun:
    """One call of `check`: the files of all workspaces that its paths lie in, or of one with `root`."""

    def __init__(
        self,
        paths: Iterable[str],
        *,
        overrides: Mapping[str, Any],
        open_texts: MutableMapping[str, str],
        use_cache: bool,
        jobs: int,
        root: str = "",
        parse: Parser | None = None,
    ) -> None:
        self._paths = list(paths)
        self._root = root
        self._parse = parse
        self._overrides = overrides
        self._open_texts = open_texts
        self._jobs = jobs
        self._use_cache = use_cache
        self._caches: dict[str, NoCache] = {}
        self._texts = Texts(self._read)
        self._leads_out = LinksOut(self._root_of)
        self._parts: list[tuple[Workspace, Discovery]] = []
        self.left_to_others: dict[str, str] = {}
        """The files that are left to another language's own server, and the name of that language."""
        self.forget()

    def forget(self) -> None:
        """Look for files and settings anew: something has changed."""
        by_root: dict[str, list[str]] = {}
        for path in self._paths:
            root = self._root_of(path)
            by_root.setdefault(root, []).append(path)
        self._texts = Texts(self._read)
        self._leads_out = LinksOut(self._root_of)
        self._parts = []
        self.left_to_others = {}
        for root, paths in by_root.items():
            workspace, found = self._find(root, paths)
            self._parts.append((workspace, self._ours(workspace, found)))

    def _find(self, root: str, paths: list[str]) -> tuple[Workspace, Discovery]:
        """The workspace of a root, and the files to check at and below some of its paths."""
        workspace = Workspace(root, self._overrides, self._open_texts, parse=self._parse)
        return workspace, workspace.discover(paths)

    def follow_log_settings(self) -> None:
        """Log what the settings ask for, unless the command line has said what to log."""
        if logging.getLogger("promptwell").handlers:
            return
        for workspace, _ in self._parts:
            log = workspace.settings.of_folder(workspace.root).log
            if log != LogSettings():
                start_logging(log.level)

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
            found += [
                _as_settings_say(report, workspace.settings.at(report.path))
                for report in (*_settings_reports(workspace), *reports)
            ]
        return found

    def fix(self, *, unsafe: bool) -> Fixed:
        """Mend what can be mended, and say what is left."""
        from promptwell.services.fixing import fix_files

        return fix_files(self.reports, self._text, self._write, unsafe=unsafe)

    def policy_of(self, path: str) -> Policy:
        """What the settings of a file don't let anybody loosen."""
        for workspace, _ in self._parts:
            if path.startswith(workspace.root.rstrip("/") + "/"):
                return workspace.settings.at(path).security.policy.policy()
        return NO_POLICY

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

    def _ours(self, workspace: Workspace, found: Discovery) -> Discovery:
        """What was found, without the files of languages that have servers of their own."""
        if not any(path.lower().endswith(_FOREIGN) for path in found.files):
            return found
        from promptwell.language.syntax.foreign import owner_of

        for path in found.files:
            owner = owner_of(path, workspace.settings.at(path).associations)
            if owner:
                self.left_to_others[path] = owner
        ours = tuple(path for path in found.files if path not in self.left_to_others)
        return Discovery(ours, found.problems)

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
            if len(parts) > 1:
                _load_rules()
            fresh = replace(workspace, known=known, reads_once=True)
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

    def _root_of(self, path: str) -> str:
        return self._root or workspace_root(path, current_folder())

    def _read(self, path: str) -> str:
        if path in self._open_texts:
            return self._open_texts[path]
        if self._leads_out(path):
            raise OutsideFile(f"{path}: this leads out of the workspace, so it is not read")
        return read_text(path)

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
    must_exist(path for path in absolute if path not in texts)
    run = CheckRun(
        absolute, overrides=overrides or {}, open_texts=texts, use_cache=use_cache, jobs=jobs
    )
    run.follow_log_settings()
    return run


def must_exist(paths: Iterable[str]) -> None:
    """Refuse what is not there.

    Raises:
        UsageError: a path does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path}: there is no such file or folder")


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
            lambda path: rule_settings(workspace.settings.at(path), path, day),
        )
    )


def _load_rules() -> None:
    """Import what the analysis needs, so that forked processes need not, each for itself."""
    from promptwell.language.rules.registry import all_rules
    from promptwell.language.syntax.parse import parse

    all_rules()
    parse("---\nname: x\n---\n{{ x }}\n", "x.prompty")


def _parts(paths: list[str], texts: Texts, count: int) -> list[tuple[str, ...]]:
    """The paths in runs of about equal size; neighbors stay together, as they share partials."""
    total = sum(len(texts.text(path)) for path in paths) or 1
    parts: list[list[str]] = [[] for _ in range(count)]
    done = 0
    for path in paths:
        parts[min(count - 1, done * count // total)].append(path)
        done += len(texts.text(path))
    return [tuple(part) for part in parts if part]


def _as_settings_say(report: FileReport, settings: Settings) -> FileReport:
    """The report with its findings of the group `files` as severe as the settings say, or without."""
    kept: list[Diagnostic] = []
    for each in report.diagnostics:
        severity: Severity | None = each.severity
        if each.group == "files":
            severity = file_rule_severity(settings, report.path, each.rule, each.severity)
        if severity is not None:
            kept.append(each._replace(severity=severity))
    return report._replace(diagnostics=tuple(kept))


def _settings_reports(workspace: Workspace) -> list[FileReport]:
    """What is wrong in the settings files met."""
    found: dict[str, list[Diagnostic]] = {}
    for problem in workspace.settings.problems():
        found.setdefault(problem.path, []).append(
            Diagnostic("invalid-settings", "files", "error", problem.span, problem.message)
        )
    return [
        FileReport(path, workspace.files.read(path) or "", tuple(diagnostics))
        for path, diagnostics in found.items()
    ]


def _check_cache(workspace: Workspace, enabled: bool) -> NoCache:
    import promptwell
    from promptwell.adapters.check_cache import FileCache, NoCache, cache_folder, program_stamp

    if not enabled:
        return NoCache()
    package = to_path(promptwell.__file__).rpartition("/")[0]
    name = f"{workspace.root} {sorted(workspace.overrides.items())!r}"
    return FileCache(cache_folder(), name, program_stamp(promptwell.__version__, package))
