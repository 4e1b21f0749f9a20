"""What `promptwell diff` compares: a file as it is now, or as Git has it at a ref."""

from __future__ import annotations

import os
from dataclasses import dataclass

from promptwell.adapters.discovery import workspace_root
from promptwell.adapters.files import read_text
from promptwell.adapters.git.texts import committed_text, text_at
from promptwell.adapters.paths import shown, to_path
from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizers
from promptwell.bootstrap import Workspace, current_folder
from promptwell.errors import NotFoundError, UsageError
from promptwell.language.text.nearest import nearest
from promptwell.services.versions.comparing import Comparison, compare

WORKING = "working"
"""The ref of the file as it is now."""

NOTHING = ""
"""Stands for the ref of a file that was not there."""


@dataclass(frozen=True)
class Side:
    """One side: how it was asked for, what the file was called there, its text."""

    ref: str
    path: str
    text: str


@dataclass(frozen=True)
class Compared:
    """Both sides, their paths from the folder of the repository or workspace, and how they differ."""

    old: Side
    new: Side
    comparison: Comparison


def compare_refs(prompt: str, refs: list[str]) -> Compared:
    """Compare a prompt file at two refs, at one with the file now, or the file's last commit with it.

    A file that its last commit has not yet is compared with nothing.

    Raises:
        NotFoundError: there is no such file, ref or repository.
        FileProblem: the file can't be read.
        UsageError: there is no such prompt in the file, or no ref has such a form.
    """
    name, _, entry = prompt.partition("#")
    path = to_path(name)
    if os.path.isdir(path):
        raise UsageError(f"{name}: this is a folder; name one prompt file")
    old_ref, new_ref = (*refs, WORKING)[:2] if refs else ("HEAD", WORKING)
    new = _side(path, new_ref)
    old = _side(path, old_ref) if refs else _committed(path, new)
    root = workspace_root(path, current_folder())
    workspace = Workspace(root, known=(path,))
    workspace.settings.at(path)
    found = compare(
        old.text,
        new.text,
        path,
        old_path=to_path(os.path.join(root, old.path)),
        entry=entry,
        associations=workspace.settings.associations(),
        tokenizers=RankTokenizers("on-demand"),
    )
    if entry:
        _require(found, name, entry)
    return Compared(old, new, found)


def _side(path: str, ref: str) -> Side:
    name = shown(path, current_folder())
    if ref == WORKING:
        if not os.path.lexists(path):
            raise NotFoundError(
                f"{name}: there is no such file; to compare what it was, give two refs"
            )
        return Side(WORKING, shown(path, workspace_root(path, current_folder())), read_text(path))
    found = text_at(path, ref, name)
    return Side(ref, found.path, found.text)


def _committed(path: str, new: Side) -> Side:
    """The file at the last commit; nothing where it is new."""
    found = committed_text(path, shown(path, current_folder()))
    return Side(NOTHING, new.path, "") if found is None else Side("HEAD", found.path, found.text)


def _require(found: Comparison, name: str, entry: str) -> None:
    """Refuse a prompt that neither text of a file has."""
    names = [
        each.path.rpartition("#")[2]
        for document in (found.new, found.old)
        for each in document.embedded
    ]
    if entry not in names:
        close = nearest(entry, names)
        way_out = f"did you mean `{close}`?" if close else f"it has {len(set(names))} prompts"
        raise NotFoundError(f"{name}: there is no prompt `{entry}` in this file; {way_out}")
