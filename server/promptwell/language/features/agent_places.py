"""Where the skills, agents, commands and tools that agent files name are, and where they are named."""

from __future__ import annotations

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.location import Location
from promptwell.language.features.symbol import Symbol
from promptwell.language.semantics.agent_names import (
    file_named,
    kinds_of,
    name_by_place,
    users_of_file,
    users_of_name,
)
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.namesakes import name_of
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import NAMED


def named_file(project: Project, model: SemanticModel, reference: Reference) -> str | None:
    """The file of the skill, agent or command that a reference of an agent file names."""
    profile = profile_of(model.document) if reference.kind in NAMED else None
    return file_named(project, profile, reference, model.document.path) if profile else None


def file_of_name(project: Project, model: SemanticModel, symbol: Symbol) -> tuple[str, str] | None:
    """The file whose name a symbol is, and that name: one that is mentioned, or its own `name`."""
    reference = symbol.reference
    if reference is not None:
        target = named_file(project, model, reference)
        return (target, reference.target) if target else None
    document = model.document
    kinds = kinds_of(document.dialect) if profile_of(document) else frozenset()
    if not kinds or symbol.kind not in ("key", "value") or symbol.path != ("name",):
        return None
    name = document.root.get("name")
    written = (name.text() if name is not None else None) or ""
    found = name_of(document.path, document.dialect, written) or name_by_place(document.path)
    return document.path, found


def named_places(project: Project, model: SemanticModel, symbol: Symbol) -> list[Location] | None:
    """Where a tool, skill, agent or command is named, also from the `name` of its own file.

    None for all else.
    """
    named = file_of_name(project, model, symbol)
    if named is not None:
        return [Location(path, each.span) for path, each in users_of_file(project, *named)]
    reference = symbol.reference
    if reference is not None and (reference.kind in NAMED or reference.kind == "tool"):
        users = users_of_name(project, reference.target, reference.kind)
        return [Location(path, each.span) for path, each in users]
    return None
