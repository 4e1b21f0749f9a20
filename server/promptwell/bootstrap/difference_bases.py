"""What an editor compares a text with: the file as Git has it, a labelled text, or a version that the store keeps."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from promptwell.adapters.git.ref_files import git_stamp
from promptwell.bootstrap.labelled_texts import labelled_text, labels_in
from promptwell.domain.versions.label_file import LABEL_FILE
from promptwell.domain.versions.line_ends import line_end_of, line_ends_in, named, with_line_end
from promptwell.errors import NotFoundError
from promptwell.services.versions.following import Base

if TYPE_CHECKING:
    from promptwell.adapters.git.texts import GitText
    from promptwell.bootstrap.calling import Caller

HEAD = "HEAD"

_MOST_VERSIONS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Something to compare with: what to ask for it by, what kind it is, and a line about it."""

    ref: str
    kind: str
    about: str
    time: str = ""


def base_of(path: str, root: str, ref: str, text: str) -> Base:
    """What a file said at a ref: a version, label or branch that the store knows, or whatever Git knows.

    `HEAD` is the last commit. Of a file that this does not have it is nothing; where there is no repository it
    stands for the last version. `text` is the file's now, whose line ends the base gets.

    Raises:
        NotFoundError: there is no repository, ref or file; the message names the nearest ones.
        FileProblem: what stands there is no text.
        UsageError: this is no form of a ref.
    """
    # Git and the engine are asked only by who looks at differences.
    from promptwell.adapters.git.texts import committed_text, text_at

    shown = _shown(path, root)
    if ref != HEAD:
        known = _Known.of(path, root)
        if known:
            return _with_line_ends_of(text, known.base(ref))
        labelled = _labels(root, shown).get(ref)
        if labelled:
            return _with_line_ends_of(text, _of_label(root, shown, ref, labelled))
        return _of_git(ref, text_at(path, ref, shown), text)
    try:
        found = committed_text(path, shown)
    except NotFoundError:
        known = _Known.of(path, root)
        if known is None:
            raise
        return _with_line_ends_of(text, known.base(""))
    if found is None:
        return Base(ref=ref, name=ref, kind="nothing", path=shown, text="")
    return _of_git(ref, found, text)


def bases_offered(path: str, root: str) -> list[Offered]:
    """What a file can be compared with, what is asked for most first.

    Raises:
        NotFoundError: there is neither a repository nor a version of it.
    """
    known = _Known.of(path, root)
    labels = _labels(root, _shown(path, root))
    ours = list(known.offered(labels)) if known else [_label(each) for each in labels]
    try:
        of_git = list(_offered_by_git(path, root, {each.ref for each in ours}))
    except NotFoundError:
        if not ours:
            raise
        of_git = []
    return [*of_git[:1], *ours, *of_git[1:]]


def stamp_of(path: str, root: str, ref: str) -> object:
    """What changes when a ref of a file may mean something else than before; cheap enough for every second."""
    from promptwell.adapters.storage.place import DATABASE
    from promptwell.bootstrap.stores import place_of

    of_git = git_stamp(path, ref)
    names = [os.path.join(root, LABEL_FILE)]
    # A version, a label or a branch of the prompt; and without Git the last version stands for the last commit.
    if root and (ref != HEAD or of_git is None):
        database = os.path.join(place_of(root).folder, DATABASE)
        names += [database, f"{database}-wal"]
    return of_git, [_stamp(name) for name in names]


def _stamp(name: str) -> tuple[int, int] | None:
    try:
        status = os.stat(name)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@dataclass(frozen=True)
class _Known:
    """A prompt file that the store of its workspace, or the team's, knows."""

    caller: Caller
    prompt: str

    @classmethod
    def of(cls, path: str, root: str) -> _Known | None:
        """None where there is no store yet, or it does not know the file."""
        from promptwell.bootstrap.calling import Caller
        from promptwell.bootstrap.stores import has_store

        caller = Caller(root, "promptwell lsp", starts=True)
        if not root or (caller.server() is None and not has_store(root)):
            return None
        known = cls(caller, _shown(path, root))
        try:
            _ = known._history
        except NotFoundError:
            return None
        return known

    def base(self, ref: str) -> Base:
        """What it said at a ref; without one at its last version."""
        found = self.caller.call("version.show", {"prompt": self.prompt, "ref": ref})
        version = found["version"]
        name = f"version {version['number']}" if version and not ref else ref
        return Base(
            ref=ref or HEAD,
            name=f"version {ref}" if version and ref.isdecimal() else name,
            kind="version" if version else "commit",
            path=str(found["path"]).partition("#")[0],
            text=str(found["text"]),
            commit=str(found["commit"]),
        )

    def offered(self, labels: Mapping[str, str]) -> Iterator[Offered]:
        """Its labels, its own branches and its latest versions. `labels` are those of the workspace's file."""
        versions = self._history["versions"]
        labelled = {name: each for each in versions for name in each["labels"]}
        for name in dict.fromkeys((*labelled, *labels)):
            each = labelled.get(name)
            yield _label(name, f"version {each['number']}", each["time"]) if each else _label(name)
        times = {each["number"]: each["time"] for each in versions}
        branches: list[dict[str, Any]] = self.caller.call("branch", {"prompt": self.prompt})[
            "branches"
        ]
        for each in branches:
            about = f"version {each['number']}{', the current one' if each['current'] else ''}"
            time = times.get(each["number"], "")
            yield Offered(ref=each["name"], kind="prompt-branch", about=about, time=time)
        for each in versions:
            about = each["message"] or " by ".join(
                part for part in (each["cause"], each["author"]) if part
            )
            yield Offered(ref=str(each["number"]), kind="version", about=about, time=each["time"])

    @cached_property
    def _history(self) -> dict[str, Any]:
        asked = {"prompt": self.prompt, "limit": _MOST_VERSIONS}
        found: dict[str, Any] = self.caller.call("history", asked)
        return found


def _labels(root: str, path: str) -> Mapping[str, str]:
    """What the lines of the workspace's file of labels say of a file; no store is needed to read them."""
    return labels_in(root).of(path) if root else {}


def _label(name: str, about: str = "", time: str = "") -> Offered:
    return Offered(ref=name, kind="label", about=about or f"of {LABEL_FILE}", time=time)


def _of_label(root: str, path: str, label: str, wanted: str) -> Base:
    found = labelled_text(root, path, label, wanted)
    return Base(
        ref=label, name=label, kind="commit", path=found.path, text=found.text, commit=found.commit
    )


def _with_line_ends_of(text: str, base: Base) -> Base:
    """The base with the line ends of the text that is compared with it: to versions and labels they are the same."""
    end = line_end_of(text)
    return replace(base, text=with_line_end(base.text, end)) if end else base


def _of_git(ref: str, found: GitText, text: str) -> Base:
    """What Git has, with the line ends of the text that it is compared with; that they were others is told once."""
    said = found.text if "\r\n" in text else found.stored
    base = Base(ref=ref, name=ref, kind="commit", path=found.path, text=said, commit=found.commit)
    written = _with_line_ends_of(text, base)
    others = named(line_ends_in(said)) if written.text != said else ""
    return replace(written, other_line_ends=others)


def _offered_by_git(path: str, root: str, taken: Collection[str]) -> Iterator[Offered]:
    """What Git has. A name that means something of the prompt's own is offered as Git alone understands it."""
    from promptwell.adapters.git.refs import refs_of

    for each in refs_of(path, _shown(path, root)):
        time = each.time.isoformat() if each.time else ""
        ref = each.full if each.ref in taken else each.ref
        yield Offered(ref=ref, kind=each.kind, about=each.about, time=time)


def _shown(path: str, root: str) -> str:
    return path.removeprefix(f"{root.rstrip('/')}/")
