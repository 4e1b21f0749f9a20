"""The file of labels of a workspace: read, and changed with the files that an operation changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from promptwell.domain.prompts.ports import FileState
from promptwell.domain.prompts.reading import digest_of
from promptwell.domain.versions.label_file import LABEL_FILE
from promptwell.domain.versions.labels import (
    Label,
    Labels,
    named_texts,
    read_labels,
    remove_label,
    set_label,
)
from promptwell.errors import FileProblem
from promptwell.services.context import Context

if TYPE_CHECKING:
    from promptwell.services.context import Transaction
    from promptwell.services.prompts.file_changes import FileChanges


def label_text(context: Context) -> str:
    """What the file says; "" where there is none."""
    if context.files.stamp(LABEL_FILE) is None:
        return ""
    return context.files.read(LABEL_FILE)


def all_labels(context: Context) -> Labels:
    """What the file says, and what of it can't be read.

    Raises:
        FileProblem: it is no text.
    """
    return read_labels(label_text(context))


def followed_labels(context: Context, rows: Transaction) -> Labels:
    """What the file says, each label with what its prompt is called now, if that was moved since.

    The file is the team's, so reading it changes nothing; `renewed` does, with the next label that is set.

    Raises:
        FileProblem: it is no text.
    """
    read = all_labels(context)
    moves = _moves(context, rows, read)
    if not moves:
        return read
    held = {(each.prompt, each.name) for each in read.labels}
    return replace(
        read,
        labels=tuple(
            each
            if each.prompt not in moves or (moves[each.prompt], each.name) in held
            else replace(each, prompt=moves[each.prompt])
            for each in read.labels
        ),
    )


def renewed(context: Context, rows: Transaction, text: str) -> str:
    """The file's text with the labels of prompts that were moved since at what these are called now."""
    read = read_labels(text)
    moves = _moves(context, rows, read)
    held = {(each.prompt, each.name) for each in read.labels}
    for each in read.labels:
        now = moves.get(each.prompt, "")
        if now and (now, each.name) not in held:
            text = remove_label(text, each.prompt, each.name)
            text = set_label(text, Label(now, each.name, each.text))
    return text


def labels_of(context: Context, rows: Transaction, path: str) -> dict[str, str]:
    """The labels of a prompt by name, with the text identities that they name; none of a file that is no text."""
    try:
        return followed_labels(context, rows).of(path)
    except FileProblem:
        return {}


def labelled_texts(context: Context) -> set[str]:
    """The identities of all texts that a label names, or a line names that is none as it is.

    Raises:
        FileProblem: it is no text.
    """
    return named_texts(label_text(context))


def _moves(context: Context, rows: Transaction, read: Labels) -> dict[str, str]:
    """What labelled prompts are called now that were moved by other means: as the store knows it, else Git."""
    found: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for each in read.labels:
        if each.prompt in found or rows.prompts.by_path(each.prompt) is not None:
            continue
        now = rows.versions.now_called(each.prompt, each.text)
        if now:
            found[each.prompt] = now
        elif rows.prompts.gone_from(each.prompt) is None:
            unknown[each.prompt] = each.prompt.partition("#")[0]
    renames = context.files.renames(set(unknown.values())) if unknown else {}
    for path, file in unknown.items():
        now = renames.get(file, "") + path[len(file) :]
        if file in renames and path not in found and rows.prompts.by_path(now) is not None:
            found[path] = now
    return found


def write_labels(context: Context, rows: Transaction, changes: FileChanges, text: str) -> None:
    """Give the file another text."""
    before = label_text(context)
    if context.files.stamp(LABEL_FILE) is None:
        stamp = changes.create(LABEL_FILE, text)
    else:
        stamp = changes.write(LABEL_FILE, text, before)
    if not context.root:  # what the store keeps without files is kept by its rows
        rows.contents.put(text)
        rows.files.put([FileState(LABEL_FILE, *stamp, digest_of(text))])
