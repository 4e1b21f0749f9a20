"""What else changes when files or folders get another name: every reference that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from promptwell.language.features.location import FileEdits
from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.partials import (
    is_partial_file,
    partial_files,
    partial_name,
)
from promptwell.language.semantics.paths import folder_of, is_within, join, relative_to, unescaped
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import AGENT_LINKS
from promptwell.language.semantics.written_paths import written_path
from promptwell.language.text.edit import TextEdit

Move = tuple[str, str]
"""The path of a file or folder, and the one it gets."""


def file_rename(project: Project, moves: Sequence[Move]) -> FileEdits:
    """The edits, by the files' old paths, that keep all references right when files move.

    A reference stays written as it was: from its file's folder, or from the folder above or the
    template root in which its file is found; from its own folder where that is no longer possible.
    """
    edits: dict[str, dict[TextEdit, None]] = {}
    for user in _concerned(project, moves):
        for reference in _standing(project, user):
            edit = _edit(project, moves, user, reference)
            if edit is not None:
                edits.setdefault(user, {})[edit] = None
    return {path: tuple(sorted(each)) for path, each in edits.items()}


def unmovable(project: Project, path: str, reference: Reference) -> str:
    """Why the file that a reference names can't be renamed from there; "" where it can."""
    if reference.kind == "env":
        return "this names an environment variable, not a file"
    if reference.dynamic:
        return "the path is computed when the template runs"
    target = project.resolve(path, reference)
    if target is None:
        return "there is no such file"
    if not is_within(target, project.files.root(path)):
        return "the file lies outside of the workspace"
    return ""


def move_of(
    project: Project, path: str, reference: Reference, written: str
) -> tuple[Move | None, str]:
    """Which file gets which path when a reference is to be written otherwise; or why none can."""
    refusal = unmovable(project, path, reference)
    old = project.resolve(path, reference)
    if refusal or old is None:
        return None, refusal
    name = written.strip()
    if not name or name.endswith(("/", "\\")) or "\0" in name or "\n" in name:
        return None, f"`{written}` is not a file's name"
    base = _base(path, reference, old)
    new = join(base, name)
    if reference.kind == "partial":
        marked, plain = partial_files(name)
        new = join(base, marked if is_partial_file(old) else plain)
    if not is_within(new, project.files.root(path)):
        return None, f"`{written}` lies outside of the workspace"
    if new != old and project.exists(new):
        return None, f"there is a file `{written}` already"
    return (old, new), ""


def _concerned(project: Project, moves: Sequence[Move]) -> list[str]:
    """The files that may refer to what moves, and the moving files themselves."""
    found: dict[str, None] = {}
    known = project.paths
    for old, _ in moves:
        inside = [path for path in known if path.startswith(f"{old}/")]
        if inside or project.files.read(old) is None:  # a folder: anything may lead into it
            return list(known)
        found[old] = None
        found.update(dict.fromkeys(project.index.naming(old)))
    return list(found)


def _standing(project: Project, user: str) -> Iterator[Reference]:
    """The references of a file, as its text has them now."""
    references = [each for each in project.index.references(user) if each.target]
    text = project.text(user) if references else None
    if text is None:
        return
    if not all(_stands(text, each) for each in references):
        model = project.model(user)
        references = list(model.references) if model else []
    for each in references:
        if each.kind != "env" and not each.dynamic:
            if _stands(text, each):
                yield each


def _stands(text: str, reference: Reference) -> bool:
    written = text[reference.span.start : reference.span.end]
    return written in (reference.target, written_path(reference.kind, reference.target))


def _edit(
    project: Project, moves: Sequence[Move], user: str, reference: Reference
) -> TextEdit | None:
    target = project.index.target(user, reference)
    if target is None:
        return None
    new_user, new_target = _moved(user, moves), _moved(target, moves)
    if (new_user, new_target) == (user, target):
        return None
    if _leads(project, moves, new_user, reference, reference.target) == new_target:
        if not _loses_its_path(project, new_user, reference, new_target):
            return None
    base = _base(user, reference, target)
    for path in _ways(moves, user, base, new_target):
        way = partial_name(path) if reference.kind == "partial" else path
        if not way:
            return None
        if any(character in way for character in "'\"\\\n"):
            continue
        styled = _styled(reference, way)
        if _leads(project, moves, new_user, reference, styled) == new_target:
            return TextEdit(reference.span, written_path(reference.kind, styled))
    return None


def _loses_its_path(project: Project, user: str, reference: Reference, target: str) -> bool:
    """Whether a partial is found by its name alone, in a workspace that writes partials with their folders.

    Such a workspace uses Dotprompt's own store, which finds a partial by its path only.
    """
    if reference.kind != "partial" or not project.index.names_partials_by_path():
        return False
    for written in partial_files(reference.target):
        folder = target.removesuffix(f"/{written}")
        if folder != target and is_within(user, folder):
            return False
    return True


def _styled(reference: Reference, way: str) -> str:
    """A path with the beginning and the end that the old one had: `./`, `/` for the root, `/` for a folder."""
    old = reference.target
    if old.startswith("./") and not way.startswith("."):
        way = f"./{way}"
    elif old.startswith("/") and reference.kind in AGENT_LINKS and not way.startswith("."):
        way = f"/{way}"
    return f"{way}/" if old.endswith("/") else way


def _ways(moves: Sequence[Move], user: str, base: str, new_target: str) -> Iterator[str]:
    """The ways to write the reference, the one most like the old one first."""
    new_folder = folder_of(_moved(user, moves))
    if base != folder_of(user):
        for each in dict.fromkeys((base, _moved(base, moves))):
            if is_within(new_target, each):
                yield relative_to(new_target, each)
    yield relative_to(new_target, new_folder)


def _base(user: str, reference: Reference, target: str) -> str:
    """The folder from which a reference is written."""
    is_partial = reference.kind == "partial"
    folder = folder_of(user)
    for written in partial_files(reference.target) if is_partial else (reference.target,):
        plain = unescaped(written) if reference.kind in AGENT_LINKS else written
        if join(folder, plain) == target:
            return folder
        name = join("/", plain).lstrip("/")
        if target.endswith(f"/{name}"):
            return target.removesuffix(f"/{name}") or "/"
    return folder_of(target)


def _leads(
    project: Project, moves: Iterable[Move], user: str, reference: Reference, written: str
) -> str | None:
    """The file that a reference means once everything has moved."""
    moves = list(moves)
    arriving = {new for _, new in moves}
    probe = Reference(reference.kind, written, reference.span)
    for candidate in project.candidates(user, probe, coming=arriving):
        came = any(candidate == new or candidate.startswith(f"{new}/") for new in arriving)
        left = _moved(candidate, moves) != candidate
        if came or (not left and project.index.exists(candidate)):
            return candidate
    return None


def _moved(path: str, moves: Iterable[Move]) -> str:
    for old, new in moves:
        if path == old or path.startswith(f"{old}/"):
            return new + path[len(old) :]
    return path
