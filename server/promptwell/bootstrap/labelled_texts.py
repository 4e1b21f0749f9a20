"""The text that a label names, found without a store: in the file as it is, or among what Git has had."""

from __future__ import annotations

import os
from typing import NamedTuple

from promptwell.adapters.files import read_text
from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.adapters.paths import to_path
from promptwell.domain.versions.identity import text_id
from promptwell.domain.versions.label_file import LABEL_FILE
from promptwell.domain.versions.labels import Labels, read_labels
from promptwell.errors import NotFoundError


class LabelledText(NamedTuple):
    """A text, what the file was called when it had it, and the commit; "" for the file as it is."""

    path: str
    text: str
    commit: str = ""


def labels_in(root: str) -> Labels:
    """What the file of labels at a root says; nothing where there is none.

    Raises:
        FileProblem: it is no text.
    """
    file = to_path(LABEL_FILE, root)
    return read_labels(read_text(file) if os.path.isfile(file) else "")


def labelled_text(root: str, path: str, label: str, wanted: str, before: str = "") -> LabelledText:
    """The text of a file that a label names by its identity; `before` is what it was called then.

    Raises:
        NotFoundError: neither the file nor Git has it.
    """
    now = to_path(path, root)
    if os.path.isfile(now):
        text = read_text(now)
        if text_id(text) == wanted:
            return LabelledText(path, text)
    for past in WorkspaceHistory(root).past([before or path]):
        if text_id(past.text) == wanted:
            return LabelledText(past.path, past.text, past.commit)
    raise NotFoundError(
        f"{path}@{label}: the text that {LABEL_FILE} names is not the file's, and git has never had it; "
        "fetch what was committed where it was labelled"
    )
