"""The file of labels of a workspace: read, and changed with the files that an operation changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptwell.domain.prompts.ports import FileState
from promptwell.domain.prompts.reading import digest_of
from promptwell.domain.versions.labels import FILE, Labels, read_labels
from promptwell.errors import FileProblem
from promptwell.services.context import Context

if TYPE_CHECKING:
    from promptwell.services.context import Transaction
    from promptwell.services.prompts.file_changes import FileChanges


def label_text(context: Context) -> str:
    """What the file says; "" where there is none."""
    if context.files.stamp(FILE) is None:
        return ""
    return context.files.read(FILE)


def all_labels(context: Context) -> Labels:
    """What the file says, and what of it can't be read.

    Raises:
        FileProblem: it is no text.
    """
    return read_labels(label_text(context))


def labels_of(context: Context, path: str) -> dict[str, str]:
    """The labels of a prompt by name, with the text identities that they name; none of a file that is no text."""
    try:
        return all_labels(context).of(path)
    except FileProblem:
        return {}


def write_labels(context: Context, rows: Transaction, changes: FileChanges, text: str) -> None:
    """Give the file another text."""
    before = label_text(context)
    if context.files.stamp(FILE) is None:
        stamp = changes.create(FILE, text)
    else:
        stamp = changes.write(FILE, text, before)
    if not context.root:  # what the store keeps without files is kept by its rows
        rows.contents.put(text)
        rows.files.put([FileState(FILE, *stamp, digest_of(text))])
