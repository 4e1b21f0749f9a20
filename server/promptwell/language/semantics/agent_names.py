"""Skills and agents by their names: which files have one, and what the files of a workspace name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from promptwell.language.semantics.model import Reference
from promptwell.language.semantics.name_scopes import SKILLS
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.formats.agents.profile import Profile

_AGENTS = frozenset({"claude-agent", "vscode-agent"})
_SUFFIXES = (".md", ".mdc")


class NamedFile(NamedTuple):
    """An agent file and the name that others call it by."""

    name: str
    path: str
    dialect: str


def named_files(project: Project, profile: Profile, kind: str) -> Iterator[NamedFile]:
    """The skills or agents that the tool of a profile can find in the workspace."""
    dialects = _readable(profile, kind)
    for path in project.paths:
        summary = project.summary(path) if path.lower().endswith(_SUFFIXES) else None
        if summary is not None and summary.dialect in dialects:
            first = summary.symbols[0]
            # Without a name in the front matter the place tells it.
            name = first.name if first.line else name_by_place(path)
            yield NamedFile(name, path, summary.dialect)


def file_named(project: Project, profile: Profile, reference: Reference) -> str | None:
    """The file of the skill or agent that a reference names."""
    found = named_files(project, profile, reference.kind)
    return next((each.path for each in found if each.name == reference.target), None)


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
    """Where files of the workspace name a skill, an agent or a tool."""
    for path in project.paths:
        if path.lower().endswith(_SUFFIXES):
            for reference in project.index.references(path):
                if reference.kind == kind and reference.target == name:
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


def kind_of(dialect: str) -> str:
    """What the name of a file with this dialect is the name of: `skill`, `agent`, or "" for none."""
    if dialect in SKILLS:
        return "skill"
    return "agent" if dialect in _AGENTS else ""


def _readable(profile: Profile, kind: str) -> frozenset[str]:
    if kind == "skill":
        return SKILLS
    return frozenset({"claude-agent"}) if profile.tool == "Claude Code" else _AGENTS
