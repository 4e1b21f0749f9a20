"""Where the skills, agents and tools that agent files name are, and where they are named."""

from __future__ import annotations

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.location import Location
from promptwell.language.features.symbol import Symbol
from promptwell.language.semantics.agent_names import (
    file_named,
    kind_of,
    name_by_place,
    users_of_name,
)
from promptwell.language.semantics.model import Reference, SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.semantics.summary import NAMED


def named_file(project: Project, model: SemanticModel, reference: Reference) -> str | None:
    """The file of the skill or agent that a reference of an agent file names."""
    profile = profile_of(model.document) if reference.kind in NAMED else None
    return file_named(project, profile, reference) if profile else None


def named_places(project: Project, model: SemanticModel, symbol: Symbol) -> list[Location] | None:
    """Where a tool, skill or agent is named, also from the `name` of its own file; None for all else."""
    reference = symbol.reference
    if reference is not None and (reference.kind in NAMED or reference.kind == "tool"):
        return _users(project, reference.target, reference.kind)
    kind = kind_of(model.document.dialect) if profile_of(model.document) else ""
    if not kind or symbol.kind not in ("key", "value") or symbol.path != ("name",):
        return None
    name = model.document.root.get("name")
    written = name.text() if name is not None else None
    return _users(project, written or name_by_place(model.document.path), kind)


def _users(project: Project, name: str, kind: str) -> list[Location]:
    return [Location(path, each.span) for path, each in users_of_name(project, name, kind)]
