"""What the language server works on: folders with their settings and files, tokenizers, the log."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from promptwell.adapters.clock import today
from promptwell.adapters.discovery import discover, repository_root, workspace_root
from promptwell.adapters.files import WorkspaceFiles
from promptwell.adapters.other_processes import is_running
from promptwell.adapters.paths import user_cache_folder
from promptwell.language.rules.base import Diagnostic
from promptwell.settings import WorkspaceSettings
from promptwell.settings.rule_levels import file_rule_level, rule_settings

if TYPE_CHECKING:
    from promptwell.adapters.tokenizers import RankTokenizers
    from promptwell.language.features.hints import HintChoice
    from promptwell.language.rules.base import RuleSettings
    from promptwell.language.semantics.summary import FileSummary
    from promptwell.language.syntax.detect import Associations
    from promptwell.settings import Settings


class EditorRoot:
    """A folder as the editor's workspace sees it: its settings, its files on disk.

    `searched` is the folder in which prompt files are looked for, None for a single file's folder.
    `editor` holds the settings that the editor sent; `in_vscode` says that it is VS Code, which checks
    some files itself.
    """

    def __init__(
        self,
        path: str,
        searched: str | None,
        editor: Mapping[str, Any],
        *,
        in_vscode: bool = False,
    ) -> None:
        self.path = path
        self.editor = editor
        self._in_vscode = in_vscode
        self._searched = searched
        self._files = WorkspaceFiles([path] if path else [])
        self._settings = self._read_settings()
        self._found: tuple[str, ...] | None = None
        self._forgotten = 0
        self._taking_over = threading.Lock()

    def read(self, path: str) -> str | None:
        """The text of a file on disk; None where missing, unreadable or outside the folder."""
        return self._files.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file of any kind, or a folder, on disk and in the folder."""
        return self._files.exists(path)

    def names_in(self, folder: str) -> tuple[str, ...]:
        """What stands directly in a folder, folders with a `/` at the end; nothing outside the root."""
        return self._files.names_in(folder)

    def stamp(self, path: str) -> object:
        """What changes whenever the file on disk does; None where there is none."""
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size

    def root(self, path: str) -> str:
        """The folder within which a file's references may lead."""
        return self._files.root(path)

    def prompt_files(self) -> tuple[str, ...]:
        """All prompt files of the folder; may take a while, and may be called in any thread."""
        found, forgotten = self._found, self._forgotten
        if found is not None or self._searched is None:
            return found or ()
        from promptwell.settings.selection import SettingsChoice

        # Settings of its own: the search may run in another thread than the questions.
        settings = self._read_settings()
        found = discover([self._searched], SettingsChoice(settings), repository_root).files
        for path in found:
            settings.at(path)  # so that the associations of every settings file are known
        with self._taking_over:
            # The editor's settings may have changed meanwhile: then these are the old ones.
            if forgotten == self._forgotten:
                self._found, self._settings = found, settings
        return found

    def summaries(
        self, paths: Sequence[str], associations: Associations, wanted: Callable[[], bool]
    ) -> Iterator[Mapping[str, FileSummary | None]]:
        """The summaries of files on disk, some at a time, until they are no longer wanted."""
        from promptwell.adapters.indexing.indexer import indexed
        from promptwell.adapters.indexing.job import Job

        cache = user_cache_folder("index")
        return indexed(Job(self.path, tuple(paths), associations, cache, self._found or ()), wanted)

    def rule_settings(self, path: str) -> RuleSettings:
        """How the rules run on a file."""
        return rule_settings(self._at(path), path, today())

    def associations(self) -> Associations:
        """What the settings say about formats and dialects."""
        return self._settings.associations()

    def template_roots(self) -> tuple[str, ...]:
        """Folders in which includes are looked up besides."""
        return self._settings.of_folder(self.path).template_roots

    def large_file_limit(self, path: str) -> int:
        """The size above which only the quick rules run while a file is being edited."""
        return self._at(path).large_file_limit

    def hides_doubles(self, path: str) -> bool:
        """Whether VS Code itself shows some of what the rules find in a file, and that once is enough."""
        return self._in_vscode and not self._at(path).also_shown_by_vscode

    def inlay_hints(self, path: str) -> HintChoice:
        """Which inlay hints are wanted in a file."""
        # Loaded with the first question about hints.
        from promptwell.language.features.hints import HintChoice

        wanted = self._at(path).inlay_hints
        return HintChoice(
            wanted.message_tokens,
            wanted.inferred_types,
            wanted.default_values,
            wanted.hidden_text,
        )

    def log_settings(self) -> tuple[str, str | None]:
        """The level and the file of the log; the file counts only from the editor's settings."""
        log = self._settings.of_folder(self.path).log
        return log.level, log.file

    def settings_diagnostics(self) -> dict[str, tuple[str, tuple[Diagnostic, ...]]]:
        """What is wrong in the settings, by file: its text and the findings; "" for the editor's."""
        found: dict[str, list[Diagnostic]] = {}
        for problem in self._settings.problems():
            severity = file_rule_level(self._at(problem.path or self.path), "invalid-settings")
            if severity:
                found.setdefault(problem.path, []).append(
                    Diagnostic("invalid-settings", "files", severity, problem.span, problem.message)
                )
        return {
            path: (self.read(path) or "", tuple(diagnostics)) for path, diagnostics in found.items()
        }

    def forget(self) -> None:
        """Read settings and the list of files anew when they are next asked for."""
        with self._taking_over:
            self._forgotten += 1
            self._found = None
            self._settings = self._read_settings()

    def _at(self, path: str) -> Settings:
        """The settings of a file; those of the folder for a document that has no file."""
        is_file = bool(self.path) and (path.startswith("/") or path[1:3] == ":/")
        return self._settings.at(path) if is_file else self._settings.of_folder(self.path)

    def _read_settings(self) -> WorkspaceSettings:
        read = self._files.read if self.path else _nothing
        settings = WorkspaceSettings(self.path, read=read, editor=self.editor)
        settings.of_folder(self.path)
        return settings


def editor_root(
    folder: str, searched: bool, editor: Mapping[str, Any], *, in_vscode: bool = False
) -> EditorRoot:
    """The root of a folder that an editor opened, or of a single file's folder.

    Settings and includes reach up to the repository that holds the folder; prompt files are
    looked for in the folder itself.
    """
    if not folder:
        return EditorRoot("", None, editor, in_vscode=in_vscode)
    searched_folder = folder if searched else None
    return EditorRoot(root_of(folder), searched_folder, editor, in_vscode=in_vscode)


def process_is_there(pid: int) -> bool:
    """Whether a process can be seen from here."""
    return is_running(pid)


def root_of(path: str) -> str:
    """The folder whose settings and files belong together with a folder or a file."""
    own = path if os.path.isdir(path) else path.rpartition("/")[0] or "/"
    return workspace_root(path, own)


def editor_tokenizers() -> RankTokenizers:
    """Tokenizers that are absent until their `load_ranks` has run, so that no keystroke waits."""
    from promptwell.adapters.tokenizers import RankTokenizers

    return RankTokenizers()


def _nothing(_: str) -> None:
    return None
