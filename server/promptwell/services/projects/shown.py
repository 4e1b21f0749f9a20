"""A project, as operations show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import MaxLen, MinLen

from promptwell.domain.security.permission import Role

if TYPE_CHECKING:
    from promptwell.domain.prompts.project import Project
    from promptwell.services.context import Transaction

Name = Annotated[str, MinLen(1), MaxLen(100)]
RoleWord = Literal["viewer", "editor", "reviewer", "admin"]

NAME = {"description": "the project's name"}

_WORDS: dict[Role, RoleWord] = {
    Role.VIEWER: "viewer",
    Role.EDITOR: "editor",
    Role.REVIEWER: "reviewer",
    Role.ADMIN: "admin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGrant:
    """A role that somebody has in a project."""

    who: str
    role: RoleWord


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProject:
    """A project. `budget` is the most US dollars that a month may cost, None for no limit."""

    name: str
    description: str = ""
    default_model: str = ""
    budget: float | None = None
    required_checks: tuple[str, ...] = ()
    prompts: int = 0
    revision: int
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectInFull:
    """A project with the paths of its prompts, and who has which role in it."""

    project: ShownProject
    prompts: tuple[str, ...] = ()
    grants: tuple[ShownGrant, ...] = ()


def in_full(rows: Transaction, project: Project) -> ProjectInFull:
    """A project with its living prompts and its grants."""
    found = (rows.prompts.by_id(each) for each in rows.projects.prompts_of(project.id))
    return ProjectInFull(
        project=shown(rows, project),
        prompts=tuple(sorted(each.path for each in found if each and each.deleted is None)),
        grants=tuple(
            ShownGrant(who=each.who, role=_WORDS[each.role])
            for each in rows.grants.of_project(project.id)
        ),
    )


def shown(rows: Transaction, project: Project) -> ShownProject:
    """A project without what belongs to it."""
    return ShownProject(
        name=project.name,
        description=project.description,
        default_model=project.default_model,
        budget=project.budget,
        required_checks=project.required_checks,
        prompts=len(rows.projects.prompts_of(project.id)),
        revision=project.revision,
        created=project.created,
        updated=project.updated,
    )
