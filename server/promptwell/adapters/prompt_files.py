"""The prompt files of a workspace on disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from promptwell.adapters.discovery import Choice, discover, would_find
from promptwell.adapters.files import WorkspaceFiles, decode, read_bytes, remove_file, write_text
from promptwell.adapters.git.renames import git_renames
from promptwell.adapters.new_file import create_text, differs_in_case, move_file
from promptwell.domain.prompts.ports import MOST_BYTES, Found, FoundFiles
from promptwell.errors import FileProblem

if TYPE_CHECKING:
    from promptwell.domain.prompts.reading import FileReading, ReadPrompt
    from promptwell.language.semantics.metadata_declarations import MetadataDeclarations
    from promptwell.language.semantics.project import Project
    from promptwell.language.syntax.detect import Associations

# A file system tells times apart only so far (FAT, the coarsest, by 2 s).
_UNSURE = 2_000_000_000


class FileSettings(Protocol):
    """What the settings of a workspace say about its files; paths are absolute."""

    def choice(self) -> Choice:
        """Which files count as prompts."""

    def repository(self, folder: str) -> str | None:
        """The root of the Git repository that holds a folder."""

    def associations(self, path: str) -> Associations:
        """The formats and dialects of files by their names, as they hold for a file."""

    def declarations(self, path: str) -> MetadataDeclarations:
        """What is said about the metadata of a file's prompts."""

    def findings(self, path: str, text: str) -> Iterable[Found]:
        """What the rules say of a file, by its relative path, when that is its text."""

    def project(self, paths: Sequence[str]) -> Project:
        """Some files with what they mean to each other."""

    def keep_days(self) -> int:
        """For how many days versions are kept; 0 for always."""


class WorkspacePrompts:
    """`PromptFiles` of a folder. Nothing outside of it is read or written, not even by a link."""

    def __init__(self, root: str, settings: FileSettings) -> None:
        self._root = root.rstrip("/")
        self._settings = settings
        self._files = WorkspaceFiles([root])

    def list(self) -> FoundFiles:
        """All files that hold prompts, by the settings."""
        if not os.path.isdir(self._root or "/"):
            raise FileProblem(f"{self._root}: there is no such folder")
        return self._discover([self._root or "/"])

    def among(self, paths: Iterable[str]) -> FoundFiles:
        """The files at and below some paths that `list` would have found."""
        files: list[str] = []
        folders: list[str] = []
        for path in paths:
            absolute = self._absolute(path) if path not in ("", ".") else self._root
            (folders if os.path.isdir(absolute) else files).append(absolute)
        choice = self._settings.choice()
        found = self._discover(folders) if folders else FoundFiles(())
        single = would_find(files, self._root, choice, self._settings.repository)
        return FoundFiles(
            tuple(dict.fromkeys([*found.files, *map(self._relative, single)])), found.problems
        )

    def stamp(self, path: str) -> tuple[int, int] | None:
        """The stamp of a file; None where it is not there."""
        absolute = self._absolute(path)
        try:
            status = os.stat(absolute)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise FileProblem(f"{path}: {_reason(error)}") from error
        return status.st_mtime_ns, status.st_size

    def read(self, path: str) -> str:
        """The text of a file."""
        absolute = self._held(path)
        try:
            content = read_bytes(absolute)
            if len(content) > MOST_BYTES:
                raise FileProblem(
                    f"{absolute}: {len(content):,} bytes, more than the {MOST_BYTES:,} that a "
                    "prompt may have here; exclude it in promptwell.toml"
                )
            text = decode(absolute, content)
        except FileProblem as error:
            raise FileProblem(str(error).replace(absolute, path, 1)) from error
        if "\0" in text:
            raise FileProblem(f"{path}: this looks like a binary file, not like a prompt")
        if not text.isascii():
            try:
                text.encode("utf-8")
            except UnicodeEncodeError as error:
                line = text.count("\n", 0, error.start) + 1
                raise FileProblem(f"{path}: line {line} is not UTF-8; save it as UTF-8") from error
        return text

    def readings(self, known: Mapping[str, str]) -> Iterator[FileReading]:
        """What each file holds, by the content that is known of it; never raises for one file."""
        for path, content in known.items():
            yield self._reading(path, content)

    def prompts(self, path: str, text: str) -> tuple[ReadPrompt, ...]:
        """The prompts that a file holds when that is its text."""
        from promptwell.domain.prompts.reading import read_prompts  # all formats, which cost time

        absolute = self._absolute(path)
        return read_prompts(text, path, self._settings.associations(absolute), absolute)

    def create(self, path: str, text: str) -> tuple[int, int]:
        """Write a file where there is none, and no other one that some systems take for the same."""
        absolute = self._free(path)
        return self._done(path, lambda: create_text(absolute, text))

    def write(self, path: str, text: str) -> tuple[int, int]:
        """Write over a file."""
        absolute = self._held(path)
        return self._done(path, lambda: write_text(absolute, text))

    def move(self, path: str, target: str) -> tuple[int, int]:
        """Move a file to a path where there is none."""
        source = self._held(path)
        free = self._free(target, but=source)
        return self._done(target, lambda: move_file(source, free))

    def remove(self, path: str) -> None:
        """Remove a file."""
        absolute = self._held(path)
        try:
            remove_file(absolute)
        except FileProblem as error:
            raise FileProblem(str(error).replace(absolute, path, 1)) from error

    def renames(self, gone: Collection[str]) -> Mapping[str, str]:
        """Where files are now that went, as far as Git knows."""
        return git_renames(self._root or "/", gone)

    def relinked(self, moves: Mapping[str, str]) -> Mapping[str, str]:
        """What files have to say so that their includes and links stay right when files move."""
        from promptwell.language.features.file_rename import file_rename
        from promptwell.language.text.edit import apply_edits

        names = {_name_in_links(path).encode() for path in moves}
        mentioning = [
            path
            for path in self.list().files
            if path in moves or _mentions(self._absolute(path), names)
        ]
        project = self._settings.project([self._absolute(path) for path in mentioning])
        edits = file_rename(
            project, [(self._absolute(path), self._absolute(to)) for path, to in moves.items()]
        )
        texts = {path: project.text(path) for path in edits}
        return {
            self._relative(path): apply_edits(text, edits[path])
            for path, text in texts.items()
            if text is not None
        }

    def findings(self, path: str, text: str) -> Iterable[Found]:
        """What the rules say of a file when that is its text."""
        self._held(path)
        return self._settings.findings(path, text)

    def keep_days(self) -> int:
        """For how many days the settings keep versions; 0 for always."""
        return self._settings.keep_days()

    def declarations(self, path: str) -> MetadataDeclarations:
        """What the settings say about the metadata of a file's prompts."""
        return self._settings.declarations(self._absolute(path))

    def _reading(self, path: str, known: str) -> FileReading:
        from promptwell.domain.prompts.reading import FileReading, digest_of  # see `prompts`

        try:
            stamp = self.stamp(path)
            if "#" in path:
                raise FileProblem(f"{path}: `#` in a file's name is not supported; rename the file")
            text = self.read(path)
        except FileProblem as error:
            return FileReading(path, problem=str(error).removeprefix(f"{path}: "))
        assert stamp is not None  # else it could not have been read
        content = digest_of(text)
        prompts = None if content == known else self.prompts(path, text)
        return FileReading(path, _sure(stamp), text, content, prompts)

    def _discover(self, folders: Iterable[str]) -> FoundFiles:
        found = discover(folders, self._settings.choice(), self._settings.repository)
        return FoundFiles(
            tuple(map(self._relative, found.files)),
            tuple((self._relative(path), reason) for path, reason in found.problems),
        )

    def _done(self, path: str, change: Callable[[], None]) -> tuple[int, int]:
        absolute = self._absolute(path)
        try:
            change()
        except FileProblem as error:
            raise FileProblem(str(error).replace(absolute, path, 1)) from error
        stamp = self.stamp(path)
        return _sure(stamp) if stamp else (0, 0)

    def _free(self, path: str, but: str = "") -> str:
        absolute = self._held(path)
        close = differs_in_case(absolute, self._root)
        if close is not None and close.casefold() != but.casefold():
            raise FileProblem(
                f"{path}: there is `{self._relative(close)}`, and only upper and lower case tell the "
                "two apart; on macOS and Windows they would be one. Choose another name"
            )
        return absolute

    def _held(self, path: str) -> str:
        absolute = self._absolute(path)
        if not self._files.holds(absolute):
            raise FileProblem(f"{path}: this leads out of the workspace")
        return absolute

    def _absolute(self, path: str) -> str:
        parts = path.split("/")
        if "\0" in path or ".." in parts or "" in parts or ".git" in parts or path[1:2] == ":":
            raise FileProblem(f"{path!r}: this is no path in the workspace")
        return f"{self._root}/{path}"

    def _relative(self, absolute: str) -> str:
        return absolute.removeprefix(f"{self._root}/")


def _name_in_links(path: str) -> str:
    """What every reference to a file has in it: its name, or of a partial its name without suffix."""
    leaf = path.rpartition("/")[2]
    return leaf.partition(".")[0].lstrip("_") or leaf


def _mentions(path: str, names: Collection[bytes]) -> bool:
    """Whether a file may name another one; whether it may be read at all is looked at later."""
    try:
        with open(path, "rb") as stream:
            content = stream.read(MOST_BYTES)
    except OSError:
        return False
    return any(name in content for name in names)


def _sure(stamp: tuple[int, int]) -> tuple[int, int]:
    """A stamp by which a later change of the file is surely told: none where it was changed just now."""
    changed, size = stamp
    return (0 if time.time_ns() - changed < _UNSURE else changed), size


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return "this is not a file's name"
