"""Skills, agents and commands by their names: which files have one, and what the files of a workspace name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.name_scopes import SKILLS
from promptwell.language.semantics.namesakes import name_of, written_name
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.agents.profiles import profile_named

_AGENTS = frozenset({"claude-agent", "vscode-agent"})
_COMMANDS = frozenset({"claude-command", "vscode-prompt"})
_SUFFIXES = (".md", ".mdc")


class NamedFile(NamedTuple):
    """An agent file and the name that others call it by."""

    name: str
    path: str
    dialect: str


def named_files(project: Project, profile: Profile, kind: str) -> Iterator[NamedFile]:
    """The skills, agents or commands that the tool of a profile can find in the workspace."""
    dialects = _readable(profile, kind)
    for path in project.paths:
        summary = project.summary(path) if path.lower().endswith(_SUFFIXES) else None
        if summary is not None and summary.dialect in dialects:
            written = written_name(summary)
            name = name_of(path, summary.dialect, written) or name_by_place(path)
            yield NamedFile(name, path, summary.dialect)


def file_named(project: Project, profile: Profile, reference: Reference, user: str) -> str | None:
    """The file of the skill, agent or command that a file names; of several the nearest one."""
    dialects = _readable(profile, reference.kind)
    found = []
    for path in project.index.maybe_named(reference.target):
        summary = project.summary(path)
        if summary is not None and summary.dialect in dialects:
            if name_of(path, summary.dialect, written_name(summary)) == reference.target:
                found.append(path)
    # In a workspace with several plugins each means its own.
    return min(found, key=lambda path: (-_folders_shared(path, user), path), default=None)


def _folders_shared(one: str, other: str) -> int:
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def name_by_place(path: str) -> str:
    """The name that a file has by its place: a skill its folder's, others their own."""
    folder, _, file = path.rpartition("/")
    if file.lower() == "skill.md":
        return folder.rpartition("/")[2]
    return file.partition(".")[0]


def plain_name(path: str) -> str:
    """The name by place in the form of the Agent Skills specification."""
    return "-".join(re.findall(r"[^\W_]+", name_by_place(path).lower()))


def users_of_name(project: Project, name: str, kind: str) -> Iterator[tuple[str, Reference]]:
    """Where files of the workspace name a skill, an agent, a command or a tool."""
    for path in project.paths:
        if path.lower().endswith(_SUFFIXES):
            for reference in project.index.references(path):
                if reference.kind == kind and reference.target == name:
                    yield path, reference


def users_of_file(project: Project, file: str, name: str) -> Iterator[tuple[str, Reference]]:
    """Where files of the workspace mean a skill, an agent or a command by its name."""
    summary = project.summary(file)
    for kind in kinds_of(summary.dialect) if summary is not None else ():
        for path, reference in users_of_name(project, name, kind):
            user = project.summary(path)
            if user is not None:
                if file_named(project, profile_named(user.dialect), reference, path) == file:
                    yield path, reference


def tools_in_use(project: Project, profile: Profile, here: str) -> Mapping[str, str]:
    """The tools that other files of the same tool name, each with a file that does."""
    found: dict[str, str] = {}
    dialect = profile.name.partition("-")[0]
    for path in project.paths:
        summary = project.summary(path) if path.lower().endswith(_SUFFIXES) else None
        if summary is None or path == here or summary.dialect.partition("-")[0] != dialect:
            continue
        for link in summary.links:
            if link.reference.kind == "tool":
                found.setdefault(link.reference.target, path)
    return found


def kinds_of(dialect: str) -> frozenset[str]:
    """What the name of a file with this dialect is the name of: a skill, which also is a command, ..."""
    if dialect in SKILLS:
        return frozenset({"skill", "command"})
    if dialect in _AGENTS:
        return frozenset({"agent"})
    return frozenset({"command"}) if dialect in _COMMANDS else frozenset()


def _readable(profile: Profile, kind: str) -> frozenset[str]:
    if kind == "skill":
        return SKILLS
    if kind == "command":
        return SKILLS | {"claude-command" if profile.tool == "Claude Code" else "vscode-prompt"}
    return frozenset({"claude-agent"}) if profile.tool == "Claude Code" else _AGENTS
