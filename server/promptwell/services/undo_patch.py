"""A patch that undoes changes to files, as `git apply` and `patch -p1` take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from promptwell.domain.versions.differences.lines import diff_lines
from promptwell.domain.versions.differences.patch import patch_lines


class FileChange(NamedTuple):
    """One file as it was and as it is; None where there is no file."""

    name: str
    before: str | None
    after: str | None


def undo_patch(changes: Iterable[FileChange]) -> str:
    """The patch from how files are to how they were. Names are relative to where it is applied."""
    return "".join(_undone(change) for change in changes if change.before != change.after)


def unified(before: str, after: str, old_name: str, new_name: str) -> str:
    """The lines in which two texts differ, those around them, and what stands there instead."""
    lines = "".join(patch_lines(before, after, diff_lines(before, after).hunks))
    return f"--- {old_name}\n+++ {new_name}\n{lines}" if lines else ""


def _undone(change: FileChange) -> str:
    name = change.name
    old = f"a/{name}" if change.after is not None else "/dev/null"
    new = f"b/{name}" if change.before is not None else "/dev/null"
    head = [f"diff --git a/{name} b/{name}\n"]
    if change.before is None:
        head.append("deleted file mode 100644\n")
    elif change.after is None:
        head.append("new file mode 100644\n")
    return "".join(head) + unified(change.after or "", change.before or "", old, new)
