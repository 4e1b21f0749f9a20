"""The files of a team's store that keeps prompts without a workspace: texts under paths, and nothing on disk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from promptwell.domain.prompts.paths import is_in_folder
from promptwell.domain.prompts.ports import ContentRows, FileRows, FileState, Found, FoundFiles
from promptwell.domain.prompts.reading import FileReading, ReadPrompt, digest_of, read_prompts
from promptwell.errors import FileProblem
from promptwell.language.semantics.metadata_declarations import MetadataDeclarations

ROOT = ""
"""The root of prompts without files."""

_MOST_BYTES = 2 * 1024 * 1024


class _Rows(Protocol):
    contents: ContentRows
    files: FileRows


class StoredFiles:
    """`PromptFiles` over the store's own rows.

    The rows that an operation writes are the files: what it creates, moves or removes is there once
    its transaction is written, so that nothing more is to be done here.
    """

    def __init__(
        self,
        reading: Callable[[str], AbstractContextManager[_Rows]],
        declarations: MetadataDeclarations,
        findings: Callable[[str, str], Iterable[Found]],
    ) -> None:
        self._reading = reading
        self._findings = findings
        self._declarations = declarations

    def list(self) -> FoundFiles:
        """All files that are kept."""
        with self._reading(ROOT) as rows:
            return FoundFiles(tuple(sorted(rows.files.all())))

    def among(self, paths: Iterable[str]) -> FoundFiles:
        """The files at and below some paths."""
        wanted = tuple(paths)
        found = (
            path
            for path in self.list().files
            if any(path == each or is_in_folder(path, each) for each in wanted)
        )
        return FoundFiles(tuple(found))

    def stamp(self, path: str) -> tuple[int, int] | None:
        """The stamp of a file; None where it is not there."""
        state = self._state(path)
        return None if state is None else (state.changed, state.size)

    def read(self, path: str) -> str:
        """The text of a file."""
        with self._reading(ROOT) as rows:
            state = rows.files.get(path)
            text = rows.contents.get(state.content) if state is not None else None
        if text is None:
            raise FileProblem(f"{path}: there is no such file")
        return text

    def readings(self, known: Mapping[str, str]) -> Iterator[FileReading]:
        """What each file holds, by the content that is known of it; never raises for one file."""
        for path, content in known.items():
            try:
                text = self.read(path)
            except FileProblem as error:
                yield FileReading(path, problem=str(error).removeprefix(f"{path}: "))
                continue
            digest = digest_of(text)
            prompts = None if digest == content else self.prompts(path, text)
            yield FileReading(path, self.stamp(path) or _stamp(text), text, digest, prompts)

    def prompts(self, path: str, text: str) -> tuple[ReadPrompt, ...]:
        """The prompts that a file holds when that is its text."""
        return read_prompts(text, path)

    def create(self, path: str, text: str) -> tuple[int, int]:
        """Take a path that is free."""
        self._require_free(path)
        return self.write(path, text)

    def write(self, path: str, text: str) -> tuple[int, int]:
        """Take a text that can be kept."""
        if "\0" in text:
            raise FileProblem(f"{path}: this looks like a binary file, not like a prompt")
        stamp = _stamp(text)
        if stamp[1] > _MOST_BYTES:
            raise FileProblem(
                f"{path}: {stamp[1]:,} bytes, more than the {_MOST_BYTES:,} that a prompt may have here"
            )
        return stamp

    def move(self, path: str, target: str) -> tuple[int, int]:
        """Take a path that is free for a file."""
        self._require_free(target, but=path)
        state = self._state(path)
        return (state.changed, state.size) if state is not None else (0, 0)

    def remove(self, path: str) -> None:
        """Let a file go."""

    def renames(self, gone: Collection[str]) -> Mapping[str, str]:  # noqa: ARG002  # of the port
        """Git knows nothing of these files."""
        return {}

    def relinked(self, moves: Mapping[str, str]) -> Mapping[str, str]:  # noqa: ARG002  # of the port
        """Without a folder no file is included by another one."""
        return {}

    def findings(self, path: str, text: str) -> Iterable[Found]:
        """What the rules say of a file when that is its text."""
        return self._findings(path, text)

    def keep_days(self) -> int:
        """A store without files has no settings that say it."""
        return 0

    def declarations(self, path: str) -> MetadataDeclarations:  # noqa: ARG002  # of the port
        """What the settings say about the metadata of prompts."""
        return self._declarations

    def _state(self, path: str) -> FileState | None:
        with self._reading(ROOT) as rows:
            return rows.files.get(path)

    def _require_free(self, path: str, but: str = "") -> None:
        for known in self.list().files:
            if known == path:
                raise FileProblem(f"{path}: there is a file or folder of that name already")
            if known.casefold() == path.casefold() and known != but:
                raise FileProblem(
                    f"{path}: there is `{known}`, and only upper and lower case tell the two apart; "
                    "choose another name"
                )


def _stamp(text: str) -> tuple[int, int]:
    return 1, len(text.encode("utf-8"))
