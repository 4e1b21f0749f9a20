"""The ports to where prompts lie: files, and the rows that a store keeps about them.

Adapters fit these protocols. Rows are seen inside one transaction of one root (a workspace
folder, or "" for prompts that a team's store keeps without files); worktrees of a repository
share a store and differ by root.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from promptwell.domain.prompts.project import Project
from promptwell.domain.prompts.record import PromptRecord

if TYPE_CHECKING:
    from promptwell.domain.prompts.reading import FileReading, ReadPrompt
    from promptwell.domain.prompts.search.chunks import Chunk
    from promptwell.language.semantics.metadata_declarations import MetadataDeclarations


MOST_BYTES = 2 * 1024 * 1024
"""No model takes half a million tokens of instructions: a file above this was not written by a person."""


class FoundFiles(NamedTuple):
    """The files of a root, and (path, reason) of the folders that could not be looked into."""

    files: Sequence[str]
    problems: Sequence[tuple[str, str]] = ()


class Found(NamedTuple):
    """What a rule said of a file, and in which line, counted from 1."""

    rule: str
    group: str
    line: int
    message: str


class PromptFiles(Protocol):
    """The files of a root. Paths are relative to it, with forward slashes.

    Every method raises `FileProblem` where the path leads out of the root or the file can't be
    read or written; a file is written whole or not at all. A `stamp` is when a file was changed
    (nanoseconds) and its size in bytes; it is (0, size) where the file may change again without
    another stamp.
    """

    def list(self) -> FoundFiles:
        """All files that hold prompts, by the settings."""

    def among(self, paths: Iterable[str]) -> FoundFiles:
        """The files at and below some paths that `list` would have found."""

    def stamp(self, path: str) -> tuple[int, int] | None:
        """The stamp of a file; None where it is not there."""

    def read(self, path: str) -> str:
        """The text of a file."""

    def readings(self, known: Mapping[str, str]) -> Iterator[FileReading]:
        """What each file holds, by the content that is known of it; never raises for one file.

        A file whose content is still the one that is known is not read for its prompts.
        """

    def prompts(self, path: str, text: str) -> tuple[ReadPrompt, ...]:
        """The prompts that a file holds when that is its text."""

    def create(self, path: str, text: str) -> tuple[int, int]:
        """Write a file where there is none, and no other one that some systems take for the same.

        Folders that are missing are made. Returns its stamp.
        """

    def write(self, path: str, text: str) -> tuple[int, int]:
        """Write over a file. Returns its stamp."""

    def move(self, path: str, target: str) -> tuple[int, int]:
        """Move a file to a path where there is none. Returns its stamp."""

    def remove(self, path: str) -> None:
        """Remove a file."""

    def renames(self, gone: Collection[str]) -> Mapping[str, str]:
        """Where files are now that went, as far as Git knows."""

    def relinked(self, moves: Mapping[str, str]) -> Mapping[str, str]:
        """What files have to say so that their includes and links stay right when files move.

        Both by the paths before the move: the new ones of what moves, the new texts of what refers.
        """

    def findings(self, path: str, text: str) -> Iterable[Found]:
        """What the rules say of a file when that is its text."""

    def declarations(self, path: str) -> MetadataDeclarations:
        """What the settings say about the metadata of a file's prompts."""

    def keep_days(self) -> int:
        """For how many days the settings keep versions; 0 for always."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as the index saw it last; by `changed` (nanoseconds) and `size` it is known unchanged."""

    path: str
    changed: int
    size: int
    content: str


class ContentRows(Protocol):
    """Texts by their SHA-256, each kept once and never changed."""

    def put(self, text: str) -> str:
        """Keep a text as it is and return the SHA-256 of its UTF-8."""

    def get(self, content: str) -> str | None:
        """The very text that was kept."""

    def get_each(self, contents: Collection[str]) -> Mapping[str, str]:
        """Some of the texts, by their SHA-256."""


class FileRows(Protocol):
    """The files that the index has seen."""

    def all(self) -> dict[str, FileState]:
        """Every file by its path."""

    def put(self, states: Iterable[FileState]) -> None:
        """Remember files as they are now."""

    def count(self) -> int:
        """How many there are."""

    def get(self, path: str) -> FileState | None:
        """One file."""

    def remove(self, paths: Iterable[str]) -> None:
        """Forget files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which prompts are wanted; what is empty asks for nothing. All that is given must hold.

    `project` is a project's identity. `archived` and `deleted` prompts are chosen by True, others
    by False, both by None. `members` are identities of projects: prompts that belong to one of them.
    """

    folder: str = ""
    tags: tuple[str, ...] = ()
    status: str = ""
    category: str = ""
    owner: str = ""
    model: str = ""
    format: str = ""
    project: str = ""
    members: tuple[str, ...] | None = None
    archived: bool | None = False
    deleted: bool | None = False


class PromptRows(Protocol):
    """The prompts of a root, deleted ones too."""

    def by_id(self, id: str) -> PromptRecord | None:  # noqa: A002  # the word for it
        """The prompt of that identity."""

    def by_path(self, path: str) -> PromptRecord | None:
        """The living prompt at a path."""

    def by_name(self, name: str) -> Sequence[PromptRecord]:
        """The living prompts of that name, in the order of their paths."""

    def in_file(self, file: str) -> Sequence[PromptRecord]:
        """The living prompts of a file."""

    def names(self) -> Sequence[str]:
        """The names and paths of all living prompts, to find the nearest of one that is not there."""

    def select(self, selection: Selection, after: str, limit: int) -> Sequence[PromptRecord]:
        """Prompts in the order of their paths, those behind a path."""

    def paths(self, selection: Selection) -> Sequence[str]:
        """The paths of a selection."""

    def count(self, selection: Selection) -> int:
        """How many prompts a selection has."""

    def insert(self, records: Iterable[PromptRecord]) -> None:
        """Add prompts."""

    def update(self, record: PromptRecord, seen: int) -> bool:
        """Write a record over the revision that was seen; False, and nothing written, if it changed."""

    def gone(self, limit: int) -> Sequence[PromptRecord]:
        """The prompts that were deleted last, newest first."""

    def gone_from(self, path: str) -> PromptRecord | None:
        """The prompt that was deleted last at a path."""

    def erase(self, id: str) -> None:  # noqa: A002  # the word for it
        """Forget a prompt and all that is kept about it."""


class ChunkRows(Protocol):
    """The chunks of prompts, in which a search looks. The index of words follows them by itself."""

    def replace(self, chunks: Mapping[str, Sequence[Chunk]]) -> None:
        """Let prompts, by identity, have these chunks and no others."""

    def of(self, prompt: str) -> Sequence[Chunk]:
        """The chunks of a prompt, in the order of its text."""

    def of_each(self, prompts: Sequence[str]) -> Mapping[str, Sequence[Chunk]]:
        """The chunks of some prompts, by identity; nothing for a prompt that has none."""

    def with_key(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The living prompts that have the chunk of a key."""


class ProjectRows(Protocol):
    """The projects of a store and the prompts that belong to them."""

    def by_id(self, id: str) -> Project | None:  # noqa: A002  # the word for it
        """The project of that identity."""

    def by_name(self, name: str) -> Project | None:
        """The project of that name."""

    def all(self) -> Sequence[Project]:
        """Every project, by name."""

    def insert(self, project: Project) -> None:
        """Add a project."""

    def update(self, project: Project, seen: int) -> bool:
        """Write a project over the revision that was seen; False if it changed meanwhile."""

    def add(self, project: str, prompts: Iterable[str]) -> None:
        """Let prompts, by identity, belong to a project, by identity; those that do stay."""

    def remove(self, project: str, prompts: Iterable[str]) -> None:
        """Let prompts no longer belong to a project."""

    def of_prompt(self, prompt: str) -> Sequence[Project]:
        """The projects that a prompt belongs to."""

    def prompts_of(self, project: str) -> Sequence[str]:
        """The identities of a project's prompts."""


@dataclass(frozen=True, slots=True)
class EmbeddingRow:
    """A vector as the store keeps it: `key` is the chunk's SHA-256, `vector` 32-bit little-endian floats."""

    key: str
    vector: bytes


class EmbeddingRows(Protocol):
    """Vectors, each kept once for a chunk's text and a model, whatever root it stands in."""

    def missing(self, model: str, limit: int, after: str = "") -> Sequence[tuple[str, str]]:
        """Chunks of living prompts without a vector of that model, as (key, text to be embedded).

        They come in the order of their keys, those behind a key: who asks in turn looks at each once.
        """

    def missing_count(self, model: str) -> int:
        """How many there are."""

    def has_any(self, model: str) -> bool:
        """Whether there is a vector of that model."""

    def known_count(self, model: str) -> int:
        """How many chunks of living prompts have a vector of that model."""

    def put(self, model: str, rows: Iterable[EmbeddingRow]) -> None:
        """Keep vectors."""

    def get(self, model: str, keys: Sequence[str], *, living: bool = False) -> dict[str, bytes]:
        """The vectors of some chunks, by key; with `living` only of those that living prompts have."""

    def mark(self) -> str:
        """Another text whenever the vectors of living prompts may have become others, by whomever."""

    def keys(self, model: str) -> set[str]:
        """The keys of all vectors of that model, also of those that no living prompt has."""

    def all(self, model: str) -> Iterator[EmbeddingRow]:
        """Every vector of chunks that living prompts have."""

    def prune(self, spare: int = 0) -> int:
        """Forget the vectors of chunks that no prompt has any more, if they are more than so many; how many."""
