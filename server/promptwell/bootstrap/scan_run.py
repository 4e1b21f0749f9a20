"""A scan, put together: a check of prompts that also reads datasets and the settings of AI tools."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from promptwell.adapters.clock import today
from promptwell.adapters.discovery import Discovery, discover, repository_root
from promptwell.adapters.files import read_head
from promptwell.adapters.paths import is_below, to_path
from promptwell.bootstrap import Workspace
from promptwell.bootstrap.check_run import CheckRun, must_exist
from promptwell.errors import FileProblem
from promptwell.language.rules.base import Diagnostic
from promptwell.services.checking import FileReport, file_diagnostic
from promptwell.settings.rule_levels import rule_settings

if TYPE_CHECKING:
    from promptwell.settings.selection import SettingsChoice

# A sample of so much says enough of a dataset, and is read in seconds.
MOST_DATA = 8 * 1024 * 1024


class ScanRun(CheckRun):
    """One call of `scan`: prompts, datasets and settings of AI tools at and below its paths."""

    def __init__(self, paths: Iterable[str], *, use_cache: bool, jobs: int) -> None:
        self._kinds: dict[str, str] = {}
        self._cut: dict[str, str] = {}
        # What the settings select for `check` is not what somebody scans for.
        super().__init__(
            paths, overrides={"select": ()}, open_texts={}, use_cache=use_cache, jobs=jobs
        )

    def kind_of(self, path: str) -> str:
        """`prompt`, `data` or `mcp-config`; `other` for what a report is about besides, such as settings."""
        return self._kinds.get(path, "other")

    def reports(self) -> list[FileReport]:
        """As for a check; and which files were too long to be read whole."""
        return [
            report._replace(
                diagnostics=(
                    file_diagnostic(self._cut[report.path], "warning"),
                    *report.diagnostics,
                )
            )
            if report.path in self._cut
            else report
            for report in super().reports()
        ]

    def is_cut(self, path: str) -> bool:
        """Whether only the beginning of a file is scanned."""
        return path in self._cut

    def findings(self, path: str, text: str) -> list[Diagnostic]:
        """All that the rules find in a file if it had this text, however much it is."""
        from promptwell.language.rules.base import RuleContext
        from promptwell.language.rules.run import check_file

        for workspace, discovery in self._parts:
            if path in discovery.files:
                other = replace(workspace, known=discovery.files, open_texts={path: text})
                settings = rule_settings(workspace.settings.at(path), path, today())
                return check_file(path, RuleContext(settings, other.project))
        return []

    def _find(self, root: str, paths: list[str]) -> tuple[Workspace, Discovery]:
        from promptwell.language.syntax.formats.data import DATA_SUFFIXES, FORMAT_NAME
        from promptwell.language.syntax.formats.mcp_config import is_mcp_config
        from promptwell.settings.selection import ScanChoice, SettingsChoice

        workspace = Workspace(root, self._overrides, self._open_texts)
        choice = SettingsChoice(workspace.settings)
        prompts = workspace.discover(paths)
        others = discover(paths, ScanChoice(workspace.settings, choice), repository_root)
        named = self._named_by(workspace, prompts.files)
        kinds: dict[str, str] = {}
        for path in dict.fromkeys((*prompts.files, *others.files, *named)):
            if is_mcp_config(path):
                kinds[path] = "mcp-config"
            elif path.lower().endswith(DATA_SUFFIXES) and not self._is_prompt(path, choice):
                kinds[path] = FORMAT_NAME
        for path, kind in kinds.items():
            if kind == FORMAT_NAME:
                self._cut_to_size(path)
        self._kinds |= {path: kinds.get(path, "prompt") for path in (*prompts.files, *kinds)}
        files = tuple(dict.fromkeys((*prompts.files, *kinds)))
        problems = tuple(dict.fromkeys((*prompts.problems, *others.problems)))
        scanned = Workspace(root, self._overrides, self._open_texts, scanned=kinds)
        return scanned, Discovery(files, problems)

    def _named_by(self, workspace: Workspace, prompts: Iterable[str]) -> list[str]:
        """Data files of the workspace that its prompts name."""
        from promptwell.services.datasets import data_files_of

        found: dict[str, None] = {}
        for path in prompts:
            text = self._text(path)
            found.update(dict.fromkeys(data_files_of(path, text) if text else ()))
        inside = (path for path in found if is_below(path, workspace.root))
        return [path for path in inside if workspace.files.exists(path)]

    def _is_prompt(self, path: str, choice: SettingsChoice) -> bool:
        if choice.wants(path):
            return True
        text = self._text(path)
        return text is not None and choice.recognizes(path, text)

    def _cut_to_size(self, path: str) -> None:
        try:
            head = read_head(path, MOST_DATA)
        except FileProblem:
            return  # the report of the file says so
        if head is not None:
            self._open_texts[path] = head
            size = f"{MOST_DATA // 1024 // 1024} MB"
            self._cut[path] = f"only the first {size} of this file were scanned"
            self._texts.forget(path)


def open_scan(paths: Iterable[str], *, use_cache: bool = True, jobs: int = 0) -> ScanRun:
    """A scan of files and folders.

    Raises:
        UsageError: a path does not exist.
    """
    absolute = [to_path(path) for path in paths]
    must_exist(absolute)
    run = ScanRun(absolute, use_cache=use_cache, jobs=jobs)
    run.follow_log_settings()
    return run
