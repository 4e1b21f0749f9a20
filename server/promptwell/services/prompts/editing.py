"""The steps that operations on prompts are made of: one file and its rows, changed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from promptwell.domain.prompts.ports import FileState
from promptwell.domain.prompts.reading import FileReading, ReadPrompt, digest_of
from promptwell.domain.prompts.record import MetadataValue, PromptRecord
from promptwell.domain.versions.labels import move_labels
from promptwell.errors import ConflictError, UsageError
from promptwell.language.features.metadata_edits import set_metadata
from promptwell.language.semantics.metadata_from_text import metadata_from_text
from promptwell.language.semantics.metadata_validation import MetadataProblem, change_problems
from promptwell.language.syntax.parse import parse
from promptwell.language.text.edit import apply_edits
from promptwell.services.context import Context
from promptwell.services.prompts.file_changes import FileChanges
from promptwell.services.prompts.recording import record_files
from promptwell.services.prompts.records import with_metadata
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.label_file import label_text, renewed, write_labels

if TYPE_CHECKING:
    from promptwell.services.context import Transaction


@contextmanager
def editing(context: Context) -> Iterator[Editing]:
    """One transaction over files and rows: all of it holds at the end, or nothing."""
    with FileChanges(context.files) as changes, context.store.writing(context.root) as rows:
        yield Editing(context, rows, changes)


class Editing:
    """An open transaction, and what can be done in it."""

    def __init__(self, context: Context, rows: Transaction, changes: FileChanges) -> None:
        self.context = context
        self.rows = rows
        self._changes = changes

    def text_of(self, record: PromptRecord) -> str:
        """The text of a prompt's file, which must be what the store knows of it.

        Raises:
            ConflictError: somebody has changed the file since.
        """
        text = self.context.files.read(record.file)
        if digest_of(text) != record.content:
            raise ConflictError(
                f"{record.path}: the file has just been changed by somebody else; do it again",
                theirs={"text": text},
            )
        return text

    def create(
        self, path: str, text: str, identities: Mapping[str, PromptRecord] | None = None
    ) -> list[PromptRecord]:
        """Make a file, and the prompts in it; without identities they are new ones."""
        found = self._record(path, text, identities, fresh=identities is None)
        self._settle(path, text, self._changes.create(path, text))
        return found

    def write(self, record: PromptRecord, before: str, text: str) -> PromptRecord:
        """Give the file of a prompt another text.

        Raises:
            UsageError: it no longer holds the prompt.
        """
        found = self.rewrite(record.file, before, text)
        kept = next((each for each in found if each.id == record.id), None)
        if kept is None:
            raise UsageError(f"{record.path}: with this text the file no longer holds the prompt")
        return kept

    def rewrite(self, file: str, before: str, text: str) -> list[PromptRecord]:
        """Give a file another text, whatever prompts it has then."""
        found = self._record(file, text)
        self._settle(file, text, self._changes.write(file, text, before))
        return found

    def mend(self, file: str, text: str) -> list[PromptRecord]:
        """Give a file another text that may hold no prompt, such as a list of tests."""
        before = self.context.files.read(file)
        reading = FileReading(
            file, (0, 0), text, digest_of(text), self.context.files.prompts(file, text)
        )
        record_files(self.rows, self.context.files, [reading], self.context.now())
        self._settle(file, text, self._changes.write(file, text, before))
        return list(self.rows.prompts.in_file(file))

    def move(self, file: str, target: str) -> list[PromptRecord]:
        """Move a file with all prompts in it."""
        held = self.rows.prompts.in_file(file)
        text = self.text_of(held[0])
        there = {f"{target}{each.path[len(file) :]}": each for each in held}
        found = self._record(target, text, there, gone=(file,))
        self._settle(target, text, self._changes.move(file, target))
        return found

    def relabel(self, moves: Mapping[str, str]) -> None:
        """Let labels of prompts follow them to other paths."""
        before = label_text(self.context)
        after = move_labels(renewed(self.context, self.rows, before), moves)
        if after != before:
            write_labels(self.context, self.rows, self._changes, after)

    def remove(self, record: PromptRecord) -> PromptRecord:
        """Remove a prompt with its file; the store keeps both."""
        text = self.text_of(record)
        self.rows.contents.put(text)
        now = self.context.now()
        record_files(self.rows, self.context.files, (), now, gone=(record.file,))
        self._changes.remove(record.file, text)
        return replace(record, deleted=now, revision=record.revision + 1)

    def set_metadata(self, record: PromptRecord, wanted: Mapping[str, Any]) -> PromptRecord:
        """Change metadata: in the file where its format has a place for it, else in the store.

        Raises:
            UsageError: a value is not allowed.
        """
        declarations = self.context.files.declarations(record.file)
        values = {
            name: metadata_from_text(name, each, declarations) if isinstance(each, str) else each
            for name, each in wanted.items()
        }
        text = self.text_of(record)
        read = {each.path: each for each in self.context.files.prompts(record.file, text)}
        prompt = read[record.path]
        if prompt.keeps_metadata:
            document = parse(text, record.file, format=record.format)
            edits, problems = set_metadata(document, values, declarations)
            _refuse(record, problems)
            return self.write(record, text, apply_edits(text, edits)) if edits else record
        _refuse(record, change_problems(values, declarations))
        changed = self._keep(record, prompt, _kept(record.kept, values))
        for name, value in values.items():
            if not _holds(changed, name, value):
                raise UsageError(f"{record.path}: `{name}` is written in the file; change it there")
        return changed

    def keep(self, record: PromptRecord, kept: Mapping[str, MetadataValue]) -> PromptRecord:
        """Let the store keep this metadata of a prompt, and nothing else besides its file's."""
        read = self.context.files.prompts(record.file, self._known_text(record))
        prompt = next(each for each in read if each.path == record.path)
        return self._keep(record, prompt, kept)

    def _known_text(self, record: PromptRecord) -> str:
        return self.rows.contents.get(record.content) or ""

    def _keep(
        self, record: PromptRecord, prompt: ReadPrompt, kept: Mapping[str, MetadataValue]
    ) -> PromptRecord:
        changed = with_metadata(record, prompt, kept)
        if changed == record:
            return record
        changed = replace(changed, revision=record.revision + 1, updated=self.context.now())
        self.update(changed, record)
        return changed

    def update(self, record: PromptRecord, before: PromptRecord) -> None:
        """Write a record over the one that was seen."""
        if not self.rows.prompts.update(record, before.revision):
            raise ConflictError(f"{record.path}: it was changed meanwhile; do it again")

    def by_id(self, record: PromptRecord) -> PromptRecord:
        """The record as it is now in this transaction."""
        return self.rows.prompts.by_id(record.id) or record

    def _record(
        self,
        path: str,
        text: str,
        identities: Mapping[str, PromptRecord] | None = None,
        *,
        gone: Iterable[str] = (),
        fresh: bool = False,
    ) -> list[PromptRecord]:
        prompts = self.context.files.prompts(path, text)
        if not prompts:
            raise UsageError(f"{path}: there is no prompt in this text")
        known = {each.id: each.content for each in self.rows.prompts.in_file(path)}
        reading = FileReading(path, (0, 0), text, digest_of(text), prompts)
        record_files(
            self.rows,
            self.context.files,
            [reading],
            self.context.now(),
            gone=gone,
            identities=identities,
            fresh=fresh,
        )
        found = list(self.rows.prompts.in_file(path))
        saved = Addition(cause="save", author=self.context.actor.name)
        for each in found:
            if not gone and known.get(each.id) != each.content:
                add_version(self.context, self.rows, each, text, saved)
        return found

    def _settle(self, path: str, text: str, stamp: tuple[int, int]) -> None:
        self.rows.files.put([FileState(path, *stamp, digest_of(text))])


def _refuse(record: PromptRecord, problems: Iterable[MetadataProblem]) -> None:
    messages = "; ".join(each.message for each in problems)
    if messages:
        raise UsageError(f"{record.path}: {messages}")


def _kept(kept: Mapping[str, MetadataValue], values: Mapping[str, Any]) -> dict[str, MetadataValue]:
    found = {**kept, **{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}}
    return {name: value for name, value in found.items() if value not in (None, ())}


def _holds(record: PromptRecord, name: str, value: Any) -> bool:
    """Whether a record says what was set, and not what its file says instead."""
    if name == "tags":
        return set(record.tags) == set(value or ())
    if name in ("status", "category", "owner"):
        return bool(getattr(record, name) == (value or ""))
    return record.fields.get(name) == (tuple(value) if isinstance(value, list) else value)
