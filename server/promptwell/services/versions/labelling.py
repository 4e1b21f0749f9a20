"""Naming versions: `label`, as lines of a file that is committed with the prompts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promptwell.domain.security.permission import Permission
from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.label_file import LABEL_FILE
from promptwell.domain.versions.labels import (
    Label,
    read_labels,
    remove_label,
    set_label,
)
from promptwell.errors import NotFoundError, UsageError
from promptwell.language.syntax.conflict_markers import unsettled_line
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_prompts
from promptwell.services.prompts.file_changes import FileChanges
from promptwell.services.versions.adding import Addition, add_version
from promptwell.services.versions.heads import those_there
from promptwell.services.versions.label_file import (
    followed_labels,
    label_text,
    renewed,
    write_labels,
)
from promptwell.services.versions.refs import WORKING, require_name, text_at

if TYPE_CHECKING:
    from promptwell.domain.prompts.record import PromptRecord
    from promptwell.services.context import Transaction

_UNWRITABLE = re.compile(r"[\r\n\0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRequest:
    """A prompt, a name, and the version that it names from now on; without a name all are listed."""

    prompt: str = field(metadata={"description": "the prompt's name or path", "is": "prompt"})
    name: str = field(
        default="",
        metadata={"description": "the label, such as `production`", "argument": True},
    )
    ref: str = field(
        default="",
        metadata={
            "description": "a version's number, another label, a branch or a ref of git; "
            "else the file as it is now",
            "argument": True,
        },
    )
    remove: bool = field(default=False, metadata={"description": "take the label away instead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLabel:
    """A label, and the version that it names; its number is 0 where the store has none of that text."""

    name: str
    text_id: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelIssue:
    """A line of the file that can't be read, counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptLabels:
    """The labels of a prompt by name, the file that holds them, and what can't be read in it."""

    prompt: str
    file: str
    labels: tuple[ShownLabel, ...]
    problems: tuple[LabelIssue, ...] = ()


def label(context: Context, request: LabelRequest) -> PromptLabels:
    """Give a version of a prompt a name such as `production`, in `promptwell.labels`.

    That file belongs to the repository: commit it, so that clones, reviews and CI see what the label
    names. `PROMPT@LABEL` is that version then, for `prompt show` and for `promptwell.load`. A label
    that is there moves to the version. Lines of prompts that were moved with git are renewed on the way.
    """
    look_again(context, [request.prompt])
    if request.remove and not request.name:
        raise UsageError("name the label to remove: promptwell label PROMPT NAME --remove")
    if not request.name:
        with context.store.reading(context.root) as rows:
            record = find_prompt(context, rows, request.prompt)
            require_for_prompts(context, rows, [record], Permission.VIEW, "seeing")
            return _shown(context, rows, record)
    with FileChanges(context.files) as changes, context.store.writing(context.root) as rows:
        record = find_prompt(context, rows, request.prompt)
        require_for_prompts(context, rows, [record], Permission.EDIT, "labelling")
        if request.remove:
            text = _without(context, rows, record, request.name)
        else:
            named = Label(
                record.path, _name(record, request.name), _labelled(context, rows, record, request)
            )
            text = set_label(renewed(context, rows, label_text(context)), named)
        write_labels(context, rows, changes, text)
        return _shown(context, rows, record, text)


def _name(record: PromptRecord, name: str) -> str:
    require_name(name, "a label")
    if _UNWRITABLE.search(record.path) or record.path.lstrip().startswith("# "):
        raise UsageError(
            f"{record.path!r}: a path like this can't stand in {LABEL_FILE}; rename the file"
        )
    return name


def _labelled(
    context: Context, rows: Transaction, record: PromptRecord, request: LabelRequest
) -> str:
    """The text identity of what is labelled; what is no version yet becomes one."""
    found = text_at(context, rows, record, request.ref or WORKING)
    line = unsettled_line(found.text)
    if line is not None:
        raise UsageError(
            f"{record.path}: line {line} has a conflict of a merge that nobody settled, so no label can name "
            "this text; settle it, save it, and label that"
        )
    if found.version is not None:
        return found.version.text_id
    if rows.versions.with_text(record.id, text_id(found.text)) is None:
        addition = Addition(
            cause="label" if found.ref == WORKING else "commit",
            author=context.actor.name,
            commit=found.commit,
            path=found.path,
            message="" if found.ref == WORKING else f"from {found.ref}",
        )
        add_version(context, rows, record, found.text, addition)
    return text_id(found.text)


def _without(context: Context, rows: Transaction, record: PromptRecord, name: str) -> str:
    text = renewed(context, rows, label_text(context))
    names = [each.name for each in read_labels(text).labels if each.prompt == record.path]
    if name not in names:
        close = nearest(name, names)
        there = those_there(names) if names else "it has no labels"
        way_out = f"did you mean `{close}`?" if close else there
        raise NotFoundError(f"{record.path}: there is no label `{name}`; {way_out}")
    return remove_label(text, record.path, name)


def _shown(
    context: Context, rows: Transaction, record: PromptRecord, text: str | None = None
) -> PromptLabels:
    read = followed_labels(context, rows) if text is None else read_labels(text)
    found = []
    for name, identity in sorted(read.of(record.path).items()):
        version = rows.versions.with_text(record.id, identity)
        found.append(
            ShownLabel(name=name, text_id=identity, number=version.number if version else 0)
        )
    return PromptLabels(
        prompt=record.path,
        file=LABEL_FILE,
        labels=tuple(found),
        problems=tuple(LabelIssue(line=each.line, reason=each.message) for each in read.problems),
    )
