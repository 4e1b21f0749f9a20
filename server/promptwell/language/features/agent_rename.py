"""Another name for a skill, an agent, a command or a prompt: in its own file, in its path, wherever it is named."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptwell.language.features.file_rename import Move, file_rename
from promptwell.language.features.location import FileEdits, Location, replacing
from promptwell.language.semantics.agent_names import name_by_place, users_of_file
from promptwell.language.semantics.name_scopes import SKILLS, name_without_key, scopes
from promptwell.language.semantics.namesakes import name_of, name_span, written_name
from promptwell.language.semantics.paths import folder_of, join, relative_to
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.formats.agents.profiles import profile_named
from promptwell.language.text.edit import TextEdit

_SPEC = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*")
_PLAIN = re.compile(r"[A-Za-z][\w.-]*")
_SPACED = re.compile(r"[A-Za-z](?:[\w. -]*\w)?")
# What YAML reads as something else than a text.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class Renamed(NamedTuple):
    """The edits by file, and the file or folder that gets another path; or why there are none."""

    edits: FileEdits
    refusal: str = ""
    moved: Move | None = None


def moves_with_name(project: Project, path: str, name: str) -> bool:
    """Whether a file has its name from its place, so that it can't get another one where it is.

    A skill's folder is called as the skill; commands, and prompts and agents of VS Code that don't say
    their name, are called as their files.
    """
    summary = project.summary(path)
    if summary is None:
        return False
    by_place = name_without_key(path, summary.dialect)
    tied = summary.dialect in SKILLS or not name_of(path, "", written_name(summary))
    return by_place == name and (tied or summary.dialect == "claude-command")


def rename_file_name(project: Project, path: str, name: str, new_name: str) -> Renamed:
    """Give a skill, an agent, a command or a prompt another name, and its folder or file where it has it."""
    summary = project.summary(path)
    if summary is None:  # pragma: no cover - the name was found in it
        return Renamed({})
    refusal = _unfit(summary.dialect, new_name) or _taken(project, path, summary.dialect, new_name)
    if refusal:
        return Renamed({}, refusal)
    places = [Location(user, each.span) for user, each in users_of_file(project, path, name)]
    if written_name(summary) == name and summary.dialect != "claude-command":
        places.append(Location(path, name_span(project.source(path), summary)))
    if any(project.source(file).slice(span) != name for file, span in places):
        return Renamed({}, "a file has changed meanwhile; try again")
    edits = replacing(places, new_name)
    move = _move(path, summary.dialect, new_name) if moves_with_name(project, path, name) else None
    if move is None:
        return Renamed(edits)
    if project.exists(move[1]):
        where = relative_to(move[1], folder_of(move[1]))
        return Renamed({}, f"there is `{where}` already")
    return Renamed(_together(edits, file_rename(project, [move])), moved=move)


def _move(path: str, dialect: str, new_name: str) -> Move:
    if dialect in SKILLS:
        folder = folder_of(path)
        return folder, join(folder_of(folder), new_name)
    file = path.rpartition("/")[2]
    suffix = file[len(name_without_key(path, dialect)) :]
    return path, join(folder_of(path), new_name + suffix)


def _unfit(dialect: str, new_name: str) -> str:
    profile = profile_named(dialect)
    if profile.spec_name:
        fits = _SPEC.fullmatch(new_name)
        form = "lower-case letters, digits, and single hyphens between them"
    elif dialect == "vscode-agent":
        fits, form = _SPACED.fullmatch(new_name), "letters, digits, blanks and hyphens"
    else:
        fits, form = _PLAIN.fullmatch(new_name), "letters, digits and hyphens"
    if not fits:
        return f"`{new_name}` is not a name of {_a(profile.noun)}: use {form}"
    if new_name.isdigit() or new_name.lower() in _YAML_WORDS:
        return f"YAML does not read `{new_name}` as a text; choose another name"
    return ""


def _a(noun: str) -> str:
    return f"an {noun}" if noun.startswith("a") else f"a {noun}"


def _taken(project: Project, path: str, dialect: str, new_name: str) -> str:
    own = scopes(path, dialect, project.files.root(path))
    for other in project.index.maybe_named(new_name):
        known = project.summary(other) if other != path else None
        if known is None:
            continue
        theirs = name_of(other, known.dialect, written_name(known)) or name_by_place(other)
        shared = set(own).intersection(scopes(other, known.dialect, project.files.root(other)))
        if theirs == new_name and any(scope.names != "copy" for scope in shared):
            return f"`{relative_to(other, folder_of(path))}` has the name `{new_name}` already"
    return ""


def _together(one: FileEdits, other: FileEdits) -> FileEdits:
    found: dict[str, tuple[TextEdit, ...]] = dict(one)
    for path, edits in other.items():
        found[path] = tuple(sorted({*found.get(path, ()), *edits}))
    return found
