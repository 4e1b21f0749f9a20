"""What `promptwell diff` compares: a file as it is now, a version of it, or what Git has at a ref."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from promptwell.adapters.discovery import workspace_root
from promptwell.adapters.files import read_text
from promptwell.adapters.git.history import WorkspaceHistory
from promptwell.adapters.git.texts import GitText, committed_text, text_at
from promptwell.adapters.paths import shown, to_path
from promptwell.adapters.tokenizers.rank_tokenizers import RankTokenizers
from promptwell.bootstrap import Workspace, current_folder, path_in_workspace
from promptwell.bootstrap.calling import Caller, root_of
from promptwell.bootstrap.prompt_reader import WorkspaceReader
from promptwell.bootstrap.stores import has_store
from promptwell.domain.versions.semantic_id import UNKNOWN, same_meaning
from promptwell.errors import NotFoundError, UsageError
from promptwell.language.text.nearest import nearest
from promptwell.services.versions.comparing import Comparison, compare
from promptwell.services.versions.meanings import Meanings

WORKING = "working"
"""The ref of the file as it is now."""

NOTHING = ""
"""Stands for the ref of a file that was not there."""


@dataclass(frozen=True)
class Side:
    """One side: how it was asked for, what the file was called there, its text.

    `commit` is that of one that Git has, and `meaning` the semantic identity of one that the store has.
    """

    ref: str
    path: str
    text: str
    commit: str = ""
    meaning: str = UNKNOWN


@dataclass(frozen=True)
class Compared:
    """Both sides, their paths from the folder of the repository or workspace, and how they differ.

    `are_two` is for two prompts, where another path is not another name of the same file.
    `same_meaning` tells whether a model gets the same from both; None where nobody knows.
    """

    old: Side
    new: Side
    comparison: Comparison
    are_two: bool = False
    same_meaning: bool | None = None


def compare_refs(prompt: str, refs: list[str], other: str = "") -> Compared:
    """Compare a prompt at two refs, at one with the file now, or its last version with it.

    A prompt without versions is compared with its last commit, and one that this has not yet with nothing.
    With `other` it is compared with that prompt, both as they are now but for the refs.

    Raises:
        NotFoundError: there is no such file, ref or repository.
        FileProblem: the file can't be read.
        UsageError: there is no such prompt in the file, or no ref has such a form.
    """
    if other:
        return _compare_two(prompt, other, (*refs, WORKING, WORKING))
    stored, path, entry = _found(prompt)
    old_ref, new_ref = (*refs, WORKING)[:2] if refs else ("", WORKING)
    new = _side(stored, path, new_ref)
    old = _side(stored, path, old_ref, new) if refs else _last(stored, path, new)
    compared = _compared(path, old, new, entry, stored.default_model if stored else "")
    if entry:
        _require(compared.comparison, shown(path, current_folder()), entry)
    return compared


def _compare_two(prompt: str, other: str, refs: Sequence[str]) -> Compared:
    (stored, path, entry), (other_stored, other_path, other_entry) = _found(prompt), _found(other)
    if entry or other_entry:
        raise UsageError(
            f"{prompt if entry else other}: a prompt that is one of several in a file is compared with what "
            "it was itself, not with another prompt"
        )
    old, new = _side(stored, path, refs[0]), _side(other_stored, other_path, refs[1])
    model = stored.default_model if stored else ""
    return replace(_compared(other_path, old, new, default_model=model), are_two=True)


def _found(prompt: str) -> tuple[_Stored | None, str, str]:
    """What the store knows of a prompt, the path of its file, and its name where that holds several."""
    stored = _Stored.of(prompt)
    name, _, entry = (stored.prompt if stored else prompt).partition("#")
    path = to_path(name, stored.root) if stored else to_path(name)
    if os.path.isdir(path):
        raise UsageError(f"{name}: this is a folder; name one prompt file")
    return stored, path, entry


def _compared(
    path: str, old: Side, new: Side, entry: str = "", default_model: str = ""
) -> Compared:
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
        default_model=default_model,
    )
    meanings = [_meaning(each, root, entry) for each in (old, new)]
    return Compared(old, new, found, same_meaning=same_meaning(*meanings))


def _meaning(side: Side, root: str, entry: str) -> str:
    """What a side means to a model; "" where that is not known."""
    path = f"{side.path}#{entry}" if entry else side.path
    meanings = Meanings(lambda: WorkspaceReader(root), WorkspaceHistory(root), [path])
    if side.ref == WORKING:
        return meanings.now(path, side.text)
    if side.commit and not side.meaning:
        return meanings.at_commit(path, side.text, side.commit)
    return side.meaning


@dataclass(frozen=True)
class _Stored:
    """A prompt that the store of its workspace knows, by its path from the root, and its projects' model."""

    root: str
    prompt: str
    default_model: str = ""

    @classmethod
    def of(cls, prompt: str) -> _Stored | None:
        """None where there is no store yet, or it knows no such prompt."""
        file = prompt.partition("#")[0]
        is_file = os.path.lexists(to_path(file))
        root = workspace_root(to_path(file), current_folder()) if is_file else root_of(".")
        caller = Caller(root, "promptwell diff")
        if caller.server() is None and not has_store(root):
            return None
        asked = path_in_workspace(prompt, root, only_if_there=True)
        try:
            found = caller.call("prompt.show", {"prompt": asked})
        except NotFoundError:
            return None
        return cls(root, str(found["prompt"]["path"]), str(found.get("default_model", "")))

    def side(self, ref: str) -> Side:
        """The prompt's file at a ref; without one its last version."""
        caller = Caller(self.root, "promptwell diff")
        found = caller.call("version.show", {"prompt": self.prompt, "ref": ref})
        version = found["version"]
        return Side(
            str(found["ref"]),
            str(found["path"]).partition("#")[0],
            str(found["text"]),
            # A version knows best what it meant.
            commit="" if version else str(found["commit"]),
            meaning=str(version["semantic_id"]) if version else UNKNOWN,
        )


def _side(stored: _Stored | None, path: str, ref: str, other: Side | None = None) -> Side:
    name = shown(path, current_folder())
    if ref == WORKING:
        if not os.path.lexists(path):
            raise NotFoundError(
                f"{name}: there is no such file; to compare what it was, give two refs"
            )
        return Side(WORKING, shown(path, workspace_root(path, current_folder())), read_text(path))
    if stored is not None:
        return stored.side(ref)
    return _of_git(ref, text_at(path, ref, name), path, other)


def _last(stored: _Stored | None, path: str, new: Side) -> Side:
    """The last version, or the file at the last commit; nothing where it is new."""
    if stored is not None:
        with suppress(NotFoundError):
            return stored.side("")
    try:
        found = committed_text(path, shown(path, current_folder()))
    except NotFoundError:
        if stored is None:
            raise
        found = None
    return Side(NOTHING, new.path, "") if found is None else _of_git("HEAD", found, path, new)


def _of_git(ref: str, found: GitText, path: str, other: Side | None) -> Side:
    """What Git has, with the line ends of the file that it is compared with: to Git they are the same."""
    plain = other is not None and other.ref == WORKING and "\r\n" not in other.text
    root = workspace_root(path, current_folder())
    told = WorkspaceHistory(root).from_root(shown(path, root), found.path)
    return Side(ref, told, found.stored if plain else found.text, found.commit)


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
