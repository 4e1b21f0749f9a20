"""Files as they were read, written into the store: every prompt keeps its identity wherever it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from promptwell.domain.prompts.moves import Sighting, moves
from promptwell.domain.prompts.ports import FileState, PromptFiles, Selection
from promptwell.domain.prompts.reading import FileReading, ReadPrompt
from promptwell.domain.prompts.record import PromptRecord
from promptwell.errors import ConflictError
from promptwell.services.prompts.records import record_of
from promptwell.services.versions.beginning import begin_history

if TYPE_CHECKING:
    from promptwell.services.context import Transaction

# An editor or git may tell of the end of one file before it tells of the other.
_JUST_GONE = timedelta(minutes=10)
_MOST_JUST_GONE = 1000


@dataclass
class Recorded:
    """What became of the prompts, by their paths."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)

    def add(self, other: Recorded) -> None:
        """Put what came later behind this."""
        self.added += other.added
        self.changed += other.changed
        self.moved += other.moved
        self.deleted += other.deleted
        self.restored += other.restored


def record_files(
    rows: Transaction,
    files: PromptFiles,
    readings: Sequence[FileReading],
    now: datetime,
    gone: Iterable[str] = (),
    identities: Mapping[str, PromptRecord] | None = None,
    *,
    fresh: bool = False,
) -> Recorded:
    """Write files as they were read into the rows of an open transaction.

    Args:
        rows: the transaction.
        files: the files of the root, asked about texts that prompts had before.
        readings: files that were read; those that can't be or are unchanged leave their prompts alone.
        now: the time.
        gone: files that are no longer there.
        identities: what prompts are known to have been, by their paths now.
        fresh: whether a prompt that comes is a new one for sure, also where one was deleted.
    """
    recording = _Recording(rows, files, now, may_revive=not fresh)
    recording.look(readings, tuple(gone))
    recording.match(identities or {})
    recording.write()
    rows.files.put(
        FileState(each.path, *each.stamp, each.content) for each in readings if not each.problem
    )
    rows.files.remove(gone)
    return recording.done


class _Recording:
    """One batch of files: which prompts come, go and stay."""

    def __init__(
        self, rows: Transaction, files: PromptFiles, now: datetime, *, may_revive: bool
    ) -> None:
        self._may_revive = may_revive
        self.rows = rows
        self.files = files
        self.now = now
        self.done = Recorded()
        self._come: dict[str, tuple[ReadPrompt, FileReading]] = {}
        self._stay: dict[str, tuple[ReadPrompt, FileReading, PromptRecord]] = {}
        self._gone: dict[str, PromptRecord] = {}
        self._before: dict[str, PromptRecord] = {}
        """The record that each prompt had that came, by its new path."""

    def look(self, readings: Sequence[FileReading], gone: Sequence[str]) -> None:
        """Tell apart what comes, stays and goes."""
        for file in gone:
            self._gone.update({each.path: each for each in self.rows.prompts.in_file(file)})
        for reading in readings:
            if reading.prompts is None:
                continue
            known = {each.path: each for each in self.rows.prompts.in_file(reading.path)}
            for prompt in reading.prompts:
                record = known.pop(prompt.path, None)
                if record is None:
                    self._come[prompt.path] = (prompt, reading)
                else:
                    self._stay[prompt.path] = (prompt, reading, record)
            self._gone.update(known)
        self._release_exchanged()

    def match(self, identities: Mapping[str, PromptRecord]) -> None:
        """Find for each prompt that comes the record that it had, if it had one."""
        for path, record in identities.items():
            if path in self._come:
                self._before[path] = record
                self._gone.pop(record.path, None)
        self._match_whole_files()
        if self._come and self._gone:
            gone = list(self._sightings(self._gone.values()))
            come = [prompt.sighting for prompt, _ in self._come.values()]
            renames = self.files.renames({each.file for each in self._gone.values()})
            for path, before in moves(gone, come, renames).items():
                self._take(path, before)
        for path in self._come:
            self._take(path, path)  # it was not exchanged after all
        if (
            self._may_revive
            and self._come
            and self.rows.prompts.count(Selection(deleted=True, archived=None))
        ):
            self._revive()

    def write(self) -> None:
        """Write the rows: first what goes, so that its path is free."""
        prompts = self.rows.prompts
        for record in self._gone.values():
            self._update(replace(record, deleted=self.now), record)
            self.done.deleted.append(record.path)
        chunks = {record.id: () for record in self._gone.values()}
        self.rows.chunks.replace(chunks)
        self._step_aside()
        texts: dict[str, str] = {}
        fresh: list[PromptRecord] = []
        written: dict[str, ReadPrompt] = {}
        for prompt, reading, before in self._all():
            texts[reading.content] = reading.text
            record = record_of(prompt, reading, before, self.now)
            written[record.id] = prompt
            if before is None:
                fresh.append(record)
                self.done.added.append(record.path)
            elif record != before:
                if record.content != before.content:
                    begin_history(self.rows, before)
                self._update(record, before)
                self._tell(record, before)
        for text in texts.values():
            self.rows.contents.put(text)
        prompts.insert(fresh)
        self.rows.chunks.replace({record: prompt.chunks for record, prompt in written.items()})

    def _all(self) -> Iterator[tuple[ReadPrompt, FileReading, PromptRecord | None]]:
        yield from self._stay.values()
        for path, (prompt, reading) in self._come.items():
            yield prompt, reading, self._before.get(path)

    def _tell(self, record: PromptRecord, before: PromptRecord) -> None:
        if before.deleted is not None:
            self.done.restored.append(record.path)
        elif record.path != before.path:
            self.done.moved.append((before.path, record.path))
        else:
            self.done.changed.append(record.path)

    def _update(self, record: PromptRecord, before: PromptRecord) -> None:
        if not self.rows.prompts.update(
            replace(record, revision=before.revision + 1), before.revision
        ):
            raise ConflictError(f"{record.path}: it was changed meanwhile; do it again")

    def _take(self, path: str, before: str) -> None:
        """Let a prompt that comes be one that went."""
        if path in self._come and before in self._gone and path not in self._before:
            self._before[path] = self._gone.pop(before)

    def _release_exchanged(self) -> None:
        """Files that have the whole text of another one that went or changed: they were exchanged."""
        former = {each.content for each in self._gone.values() if "#" not in each.path}
        former |= {before.content for _, _, before in self._stay.values()}
        for path, (prompt, reading, before) in list(self._stay.items()):
            if (
                "#" not in path
                and reading.content != before.content
                and reading.content in former
                and prompt.sighting.runs
            ):
                del self._stay[path]
                self._come[path] = (prompt, reading)
                self._gone[path] = before

    def _match_whole_files(self) -> None:
        """Files of the very same text: they need not be read for what they were."""
        by_content: dict[str, list[str]] = {}
        for path, record in self._gone.items():
            by_content.setdefault(record.content, []).append(path)
        fitting: dict[str, list[str]] = {}
        for path, (prompt, reading) in self._come.items():
            if reading.content in by_content and path not in self._before and prompt.sighting.runs:
                fitting.setdefault(reading.content, []).append(path)
        for content, paths in fitting.items():
            if len(paths) == len(by_content[content]) == 1:
                self._take(paths[0], by_content[content][0])

    def _sightings(self, records: Iterable[PromptRecord]) -> Iterator[Sighting]:
        """What prompts said when they were last seen."""
        by_file: dict[tuple[str, str], list[PromptRecord]] = {}
        for record in records:
            by_file.setdefault((record.file, record.content), []).append(record)
        for (file, content), held in by_file.items():
            text = self.rows.contents.get(content)
            read = self.files.prompts(file, text) if text is not None else ()
            said = {each.path: each.sighting for each in read}
            yield from (said[each.path] for each in held if each.path in said)

    def _revive(self) -> None:
        """Prompts that were deleted and are there again: at their place, or just gone from another one."""
        for path in list(self._come):
            record = self.rows.prompts.gone_from(path) if path not in self._before else None
            if record is not None:
                self._before[path] = record
        left = [path for path in self._come if path not in self._before]
        taken = {each.id for each in self._before.values()}
        recent = [
            each
            for each in (self.rows.prompts.gone(_MOST_JUST_GONE) if left else ())
            if each.id not in taken and each.deleted and each.deleted > self.now - _JUST_GONE
        ]
        if recent:
            by_path = {each.path: each for each in reversed(recent)}
            come = [self._come[path][0].sighting for path in left]
            gone = list(self._sightings(by_path.values()))
            # Who deletes a prompt and begins another one from the same template wants two.
            for path, before in moves(gone, come, renamed=False).items():
                self._before[path] = by_path[before]

    def _step_aside(self) -> None:
        """Free the paths of prompts that move to where others of them are."""
        moving = {each.path: each for each in self._before.values() if each.deleted is None}
        for path in list(self._before):
            other = moving.get(path)
            if other is not None and other is not self._before[path]:
                self._update(replace(other, path=f"\0{other.id}"), other)
                new = next(each for each, held in self._before.items() if held is other)
                self._before[new] = replace(other, revision=other.revision + 1)
