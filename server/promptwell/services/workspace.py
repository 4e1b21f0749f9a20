"""The editor's side of a workspace: open texts over the files on disk, and snapshots of both.

The only mutable state behind an editor. Every change makes a new `Snapshot`; who holds an older
one may go on reading it, in any thread, and gets answers about the time it was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, Tokenizers
from promptwell.language.syntax.detect import Associations, detect, owned
from promptwell.services.learning import Change, Folder, Learned, Moment, look_through

if TYPE_CHECKING:  # hints are loaded when somebody first asks for some
    from promptwell.language.features.hints import HintChoice

# What editors call the languages of files that no name or setting tells.
_LANGUAGES = {
    "prompty": "prompty",
    "jinja": "jinja",
    "jinja2": "jinja",
    "j2": "jinja",
    "jinja-md": "jinja",
    "jinja-html": "jinja",
    "htmldjango": "jinja",
}

_NEVER = object()


class Root(Folder, Protocol):
    """A folder whose settings and files belong together, as it is outside the editor."""

    path: str

    def read(self, path: str) -> str | None:
        """The text of a file on disk; None where missing, unreadable or outside the folder."""

    def exists(self, path: str) -> bool:
        """Whether there is a file of any kind, or a folder, on disk and in the folder."""

    def root(self, path: str) -> str:
        """The folder within which a file's references may lead."""

    def names_in(self, folder: str) -> Sequence[str]:
        """What stands directly in a folder, folders with a `/` at the end; nothing outside the root."""

    def stamp(self, path: str) -> object:
        """Something that changes whenever the file on disk does; None where there is none."""

    def rule_settings(self, path: str) -> RuleSettings:
        """How the rules run on a file, by the settings and today's date."""

    def associations(self) -> Associations:
        """What the settings say about formats and dialects."""

    def large_file_limit(self, path: str) -> int:
        """The size above which only the quick rules run while a file is being edited."""

    def hides_doubles(self, path: str) -> bool:
        """Whether the editor itself shows some of what the rules find in a file, and that once is enough."""

    def inlay_hints(self, path: str) -> HintChoice:
        """Which inlay hints are wanted in a file."""

    def settings_diagnostics(self) -> Mapping[str, tuple[str, tuple[Diagnostic, ...]]]:
        """What is wrong in the settings, by the settings file: its text, and the findings."""

    def forget(self) -> None:
        """Read settings and the list of files anew when they are next asked for."""


@dataclass(frozen=True)
class Snapshot:
    """One moment of a root: all texts as they were then. `version` grows with every change."""

    version: int
    root: Root
    project: Project
    tokenizers: Tokenizers = ESTIMATES_ONLY

    def twin(self) -> Snapshot:
        """The same moment once more, for another thread."""
        return replace(self, project=self.project.twin())

    def passing_copy(self) -> Snapshot:
        """The same moment for a thread that reads many files, none of which is to be kept."""
        return replace(self, project=self.project.after((), self.project.files))

    def context(self, path: str) -> RuleContext:
        """What a check of a file may ask besides the file."""
        return RuleContext(self.root.rule_settings(path), self.project, self.tokenizers)

    def is_prompt(self, path: str) -> bool:
        """Whether a file is a prompt at all: an editor may send others."""
        text = self.project.files.read(path)
        if text is None:
            return False
        associations = self.project.associations
        return owned(path, associations) or detect(path, text, associations) is not None


class Workspace:
    """The open documents and the roots they lie in.

    Args:
        open_root: makes the root of a folder that the editor opened or, where `searched` is
            False, of a single file's folder.
        root_of: the folder whose settings and files belong together with a path.
    """

    def __init__(
        self,
        open_root: Callable[[str, bool], Root],
        root_of: Callable[[str], str],
        tokenizers: Tokenizers = ESTIMATES_ONLY,
    ) -> None:
        self._open_root = open_root
        self._root_of = root_of
        self._tokenizers = tokenizers
        self._folders: dict[str, Snapshot] = {}
        self._others: dict[str, Snapshot] = {}
        self._texts: Mapping[str, str] = {}
        self._languages: dict[str, str] = {}
        self._changed_at: dict[str, int] = {}
        self._stamps: dict[str, object] = {}
        self._version = 0
        self._generation = 0

    # What the editor tells.

    def add_folder(self, folder: str) -> Root:
        """Take in a folder of the editor; files in it are seen together from now on."""
        if folder not in self._folders:
            root = self._open_root(folder, True)
            self._folders[folder] = self._fresh(root)
            self._others.clear()  # a single file's folder may lie in this one
        return self._folders[folder].root

    def remove_folder(self, folder: str) -> None:
        """Forget a folder that the editor closed."""
        self._folders.pop(folder, None)

    def open(self, path: str, text: str, language: str = "") -> None:
        """Take in a document that the editor opened; its text goes before the one on disk."""
        known = self._languages.get(path)
        self._languages[path] = language
        if _LANGUAGES.get(language) and known != language:
            self._associate(path)
        self.edit(path, text)

    def edit(self, path: str, text: str) -> None:
        """A document has a new text."""
        if self._texts.get(path) != text:
            unchanged = path not in self._texts and self.snapshot(path).project.files.read(path)
            self._texts = {**self._texts, path: text}
            self._change(() if unchanged == text else (path,))

    def close(self, path: str) -> None:
        """A document was closed: what is on disk counts again."""
        if path in self._texts:
            text = self._texts[path]
            self._texts = {key: value for key, value in self._texts.items() if key != path}
            on_disk = self.snapshot(path).root.read(path)
            self._change(() if on_disk == text else (path,))
        self._languages.pop(path, None)

    def changed_on_disk(self, paths: Iterable[str], *, came_or_went: bool = False) -> None:
        """Files were changed by somebody else; with `came_or_went` some are new or gone."""
        self._change([path for path in paths if path not in self._texts])
        if came_or_went:
            for root in self.roots():
                root.forget()

    def look_again(self) -> list[str]:
        """The files known here that changed on disk since the last look, for editors that tell nothing."""
        changed: list[str] = []
        for snapshot in (*self._folders.values(), *self._others.values()):
            for path in snapshot.project.paths:
                if path in self._texts:
                    continue
                stamp = snapshot.root.stamp(path)
                before = self._stamps.get(path, _NEVER)
                if before == stamp:
                    continue
                self._stamps[path] = stamp
                # At the first look it may have changed since it was read.
                if before is not _NEVER or _is_outdated(snapshot, path):
                    changed.append(path)
        if changed:
            self.changed_on_disk(changed)
        return changed

    def settings_changed(self, roots: Iterable[Root]) -> None:
        """Settings have changed: everything in these roots is read anew."""
        self._generation += 1
        for root in list(roots):
            root.forget()
            for table in (self._folders, self._others):
                for folder, snapshot in table.items():
                    if snapshot.root is root:
                        table[folder] = self._fresh(root)

    def learn(self, root: Root, wanted: Callable[[], bool] = lambda: True) -> Iterator[Learned]:
        """Find the prompt files of a root and what is in them that is not known yet.

        Each step does a part of the work, in any thread, and is to be taken over where the editor's
        messages are handled. Nothing more is begun once it is not wanted.
        """
        now = self._snapshot_of(root)
        begun, generation = self._version, self._generation

        def is_settled(path: str) -> bool:
            return path not in self._texts and self._changed_at.get(path, 0) <= begun

        def adopt(change: Change) -> bool:
            held = self._snapshot_of(root)
            if held is None or generation != self._generation:
                return held is None
            self._version += 1
            moment = Moment(_OpenFiles(root, self._texts), is_settled, self.is_open)
            project = change(held.project, moment)
            self._replace(held, replace(held, version=self._version, project=project))
            return True

        if now is None:
            return iter(())
        opened = frozenset(self._texts)
        associations = partial(self._associations, root)
        return look_through(root, now.project, opened, associations, adopt, wanted)

    # What may be asked.

    def snapshot(self, path: str) -> Snapshot:
        """This moment of the root that a path belongs to."""
        folder = self._folder_of(path)
        if folder is None and not _is_file(path) and self._folders:
            folder = next(iter(self._folders))  # a document without a file: settings of the first
        if folder is not None:
            return self._folders[folder]
        base = self._root_of(path) if _is_file(path) else ""
        found = self._others.get(base)
        if found is None:
            found = self._others[base] = self._fresh(self._open_root(base, False))
        return found

    def folder_of(self, path: str) -> str | None:
        """The folder of the editor that holds a path; None for a file outside of all of them."""
        return self._folder_of(path)

    def roots(self) -> list[Root]:
        """All roots in use."""
        return [root for _, root in self.folders()]

    def folders(self) -> list[tuple[str, Root]]:
        """The folders of all roots in use: those of the editor, and those of single files."""
        held = (*self._folders.items(), *self._others.items())
        return [(folder, snapshot.root) for folder, snapshot in held]

    def snapshots(self) -> list[tuple[str, Snapshot]]:
        """This moment of all roots, each with the folder that was opened."""
        return [*self._folders.items(), *self._others.items()]

    def is_open(self, path: str) -> bool:
        """Whether a document is open in the editor."""
        return path in self._texts

    # How it is kept.

    def _folder_of(self, path: str) -> str | None:
        holding = [folder for folder in self._folders if path.startswith(folder.rstrip("/") + "/")]
        return max(holding, key=len) if holding else None

    def _snapshot_of(self, root: Root) -> Snapshot | None:
        held = (*self._folders.values(), *self._others.values())
        return next((each for each in held if each.root is root), None)

    def _fresh(self, root: Root) -> Snapshot:
        self._version += 1
        associations = self._associations(root)
        project = Project(_OpenFiles(root, self._texts), associations, root.template_roots())
        return Snapshot(self._version, root, project, self._tokenizers)

    def _change(self, paths: Sequence[str]) -> None:
        self._version += 1
        self._changed_at.update(dict.fromkeys(paths, self._version))
        for table in (self._folders, self._others):
            for folder, snapshot in table.items():
                files = _OpenFiles(snapshot.root, self._texts)
                project = snapshot.project.after(paths, files)
                table[folder] = replace(snapshot, version=self._version, project=project)

    def _associate(self, path: str) -> None:
        """Let the language that the editor gave a document count, where nothing else tells it."""
        snapshot = self.snapshot(path)
        text = snapshot.project.files.read(path) or ""
        if detect(path, text, snapshot.project.associations) is not None:
            return
        self._generation += 1
        for table in (self._folders, self._others):
            for folder, each in table.items():
                if each is snapshot:
                    self._version += 1
                    files = _OpenFiles(each.root, self._texts)
                    project = each.project.after((path,), files, self._associations(each.root))
                    table[folder] = replace(each, version=self._version, project=project)

    def _associations(self, root: Root) -> Associations:
        settings = root.associations()
        languages = {
            path: _LANGUAGES[language]
            for path, language in list(self._languages.items())
            if language in _LANGUAGES and not owned(path, settings)
        }
        return _WithLanguages.over(settings, languages)

    def _replace(self, held: Snapshot, by: Snapshot) -> None:
        for table in (self._folders, self._others):
            for folder, snapshot in table.items():
                if snapshot is held:
                    table[folder] = by


def _is_outdated(snapshot: Snapshot, path: str) -> bool:
    model = snapshot.project.known_model(path)
    return model is not None and snapshot.root.read(path) != model.document.text


def _is_file(path: str) -> bool:
    return path.startswith("/") or path[1:3] == ":/"


class _OpenFiles:
    """The texts of one moment: the open documents' over those on disk."""

    def __init__(self, root: Root, texts: Mapping[str, str]) -> None:
        self._root = root
        self.texts = texts

    def read(self, path: str) -> str | None:
        if path in self.texts:
            return self.texts[path]
        return self._root.read(path)

    def exists(self, path: str) -> bool:
        return path in self.texts or self._root.exists(path)

    def root(self, path: str) -> str:
        return self._root.root(path)

    def list(self, folder: str) -> list[str]:
        base = folder.rstrip("/") + "/"
        found = dict.fromkeys([*self._root.prompt_files(), *self.texts])
        return [path for path in found if path.startswith(base)]


@dataclass(frozen=True)
class _WithLanguages(Associations):
    """The settings' associations, and the editor's word on files that they don't name."""

    languages: Mapping[str, str] = None  # type: ignore[assignment]  # always given, see `over`

    @classmethod
    def over(cls, settings: Associations, languages: Mapping[str, str]) -> _WithLanguages:
        return cls(settings.formats, settings.dialects, settings.scanned, languages)

    def format_of(self, path: str) -> str | None:
        """The format that the settings give to a path, else the one its language means."""
        return super().format_of(path) or self.languages.get(path)
