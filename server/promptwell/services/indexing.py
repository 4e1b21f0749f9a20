"""The index: the prompts that the store knows, brought in line with the files of the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from promptwell.domain.prompts.ports import FileState, FoundFiles, Selection
from promptwell.domain.prompts.reading import FileReading, digest_of
from promptwell.domain.prompts.search.vector_making import VectorMaking
from promptwell.errors import FileProblem
from promptwell.services.context import Context
from promptwell.services.prompts.recording import Recorded, record_files
from promptwell.services.versions.commits import learn_commits

_AT_MOST_ONCE_IN = timedelta(seconds=2)
_SHARE = 50

_BATCH = 200
"""So many files are written at once: what is done stays when the rest is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRequest:
    """What is looked at."""

    paths: tuple[str, ...] = field(
        default=(),
        metadata={
            "description": "only these files and folders, which may be gone; else the whole workspace",
            "is": "path",
            "argument": True,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildRequest:
    """Nothing is asked: all of it is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIssue:
    """A file or folder that could not be read, and why. What was known of its prompts stays."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPrompt:
    """A prompt that is in another place now."""

    before: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexResult:
    """What was found: `files` were looked at, `prompts` are known now in the whole workspace.

    `vectors` tells how far the engine is with the vectors that it makes of them by itself, if it does.
    """

    files: int
    prompts: int
    unchanged: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[MovedPrompt, ...] = ()
    deleted: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    problems: tuple[FileIssue, ...] = ()
    vectors: VectorMaking | None = None


def index(context: Context, request: IndexRequest) -> IndexResult:
    """Bring the store in line with the prompt files of the workspace.

    A file whose time and size are as they were is not read. A prompt that was renamed or moved stays
    the same one; one that is gone is kept as deleted, and `promptwell prompt restore` brings it back.
    Files that can't be read are told, and stop nothing. Versions that were committed since get their commits.
    """
    return _Index(context, request.paths).run()


def rebuild(context: Context, request: RebuildRequest) -> IndexResult:  # the shape of an operation
    """Read all prompt files again, and make all that is derived from them anew.

    Identities, metadata that the store alone keeps, projects and deleted prompts stay.
    """
    return _Index(context, (), anew=True).run()


def ensure_indexed(context: Context) -> None:
    """Index the workspace before it is asked about, if that was never done or is some time ago.

    Nobody has to be told of a file that was changed by hand. The larger the workspace, the more rarely it
    is looked through: about a fiftieth of the time at most goes into it.
    """
    if not context.root:
        return  # what the store keeps without files changes through the store alone
    begun = context.now()
    looks = context.store.looks
    due = looks.get(context.root)
    if due is not None and begun < due:
        return
    looks[context.root] = begun + _AT_MOST_ONCE_IN  # others need not do the same meanwhile
    index(context, IndexRequest())
    now = context.now()
    looks[context.root] = now + max(_AT_MOST_ONCE_IN, _SHARE * (now - begun))


class _Index:
    def __init__(self, context: Context, paths: Sequence[str], *, anew: bool = False) -> None:
        self._context = context
        self._paths = paths
        self._anew = anew
        self._done = Recorded()
        self._problems: list[FileIssue] = []
        self._unchanged = 0
        self._read = 0

    def run(self) -> IndexResult:
        context = self._context
        context.progress(0, None, "looking for prompt files")
        with context.store.reading(context.root) as rows:
            known = rows.files.all()
        found = context.files.among(self._paths) if self._paths else context.files.list()
        self._problems += [FileIssue(path=path, reason=why) for path, why in found.problems]
        gone = self._gone(known, found)
        changed, new = self._to_read(known, found.files)
        total = len(changed) + len(new)
        readings = list(self._readings(changed, total))
        if gone or any(each.prompts is not None for each in readings):
            # What went may be among what came, so all of it is looked at together.
            readings += self._readings(new, total)
            self._write(readings, gone)
        else:
            self._write(readings, ())
            coming = self._readings(new, total)
            while batch := list(islice(coming, _BATCH)):
                self._write(batch, ())
        learn_commits(context)
        with context.store.reading(context.root) as rows:
            prompts = rows.prompts.count(Selection(archived=None))
        return self._result(len(found.files), prompts)

    def _gone(self, known: Mapping[str, FileState], found: FoundFiles) -> list[str]:
        """Known files that are no longer there or no longer count."""
        present = set(found.files)
        unread = [path for path, _ in found.problems]
        return [
            path
            for path in known
            if path not in present
            and (not self._paths or any(_is_in(path, each) for each in self._paths))
            # Nobody knows what is in a folder that can't be read.
            and not any(_is_in(path, each) for each in unread)
        ]

    def _to_read(
        self, known: Mapping[str, FileState], files: Iterable[str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The files that changed and those that are new, by the content that is known of each."""
        changed: dict[str, str] = {}
        new: dict[str, str] = {}
        for path in files:
            state = known.get(path)
            if state is None:
                new[path] = ""
            elif self._anew:
                changed[path] = ""
            elif not state.changed or self._stamp(path) != (state.changed, state.size):
                changed[path] = state.content
            else:
                self._unchanged += 1
        return changed, new

    def _stamp(self, path: str) -> tuple[int, int] | None:
        try:
            return self._context.files.stamp(path)
        except FileProblem:
            return None  # reading it says why

    def _readings(self, wanted: Mapping[str, str], total: int) -> Iterator[FileReading]:
        for reading in self._context.files.readings(wanted):
            self._read += 1
            self._context.progress(self._read, total, reading.path)
            if reading.problem:
                self._problems.append(FileIssue(path=reading.path, reason=reading.problem))
            elif reading.prompts is None:
                self._unchanged += 1
            yield reading

    def _write(self, readings: Sequence[FileReading], gone: Sequence[str]) -> None:
        context = self._context
        if not readings and not gone:
            return
        with context.store.writing(context.root) as rows:
            # Whoever wrote while this one read has told the store of it: that is the newer news.
            current = [each for each in readings if self._is_current(each)]
            done = record_files(rows, context.files, current, context.now(), self._still_gone(gone))
        self._done.add(done)

    def _still_gone(self, gone: Sequence[str]) -> list[str]:
        """Those that nobody has made again since the workspace was listed."""
        there = [path for path in gone if self._stamp(path) is not None]
        back = set(self._context.files.among(there).files) if there else set()
        return [path for path in gone if path not in back]

    def _is_current(self, reading: FileReading) -> bool:
        """Whether a file is as it was read."""
        changed, _ = reading.stamp
        if reading.problem or (changed and self._stamp(reading.path) == reading.stamp):
            return True
        try:
            return digest_of(self._context.files.read(reading.path)) == reading.content
        except FileProblem:
            return False

    def _result(self, files: int, prompts: int) -> IndexResult:
        done = self._done
        return IndexResult(
            files=files,
            prompts=prompts,
            unchanged=self._unchanged,
            added=tuple(done.added),
            changed=tuple(done.changed),
            moved=tuple(MovedPrompt(before=before, path=path) for before, path in done.moved),
            deleted=tuple(done.deleted),
            restored=tuple(done.restored),
            problems=tuple(self._problems),
            vectors=self._context.meaning.making(),
        )


def _is_in(path: str, folder: str) -> bool:
    return folder in ("", ".") or path == folder or path.startswith(folder.rstrip("/") + "/")
