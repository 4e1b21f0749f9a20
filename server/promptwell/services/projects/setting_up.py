"""Projects themselves: listed, made, shown and changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

from annotated_types import Ge, MaxLen

from promptwell.domain.prompts.project import Project
from promptwell.domain.security.permission import Permission
from promptwell.errors import ConflictError, UsageError
from promptwell.language.rules.table import RULES
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context, Transaction
from promptwell.services.finding_projects import find_project
from promptwell.services.permitting import require_for_project, seen_projects
from promptwell.services.projects.shown import (
    NAME,
    Name,
    ProjectInFull,
    ShownProject,
    in_full,
    shown,
)
from promptwell.services.prompts.records import new_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """Nothing is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProjects:
    """The projects, by name."""

    projects: tuple[ShownProject, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A project to be made."""

    name: Name = field(metadata=NAME)
    description: str = field(default="", metadata={"description": "what it is for"})
    default_model: str = field(
        default="", metadata={"description": "the model of prompts that name none"}
    )
    budget: Annotated[float, Ge(0)] = field(
        default=0, metadata={"description": "the most US dollars a month; 0 for no limit"}
    )
    check: tuple[str, ...] = field(
        default=(),
        metadata={
            "description": "a rule or group without a finding of which no prompt is approved"
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRequest:
    """New settings of a project; what is not given stays."""

    name: Name = field(metadata=NAME)
    new_name: Annotated[str, MaxLen(100)] = field(
        default="", metadata={"description": "its new name"}
    )
    description: str | None = field(default=None, metadata={"description": "what it is for"})
    default_model: str | None = field(
        default=None, metadata={"description": "the model of prompts that name none"}
    )
    budget: Annotated[float, Ge(0)] | None = field(
        default=None, metadata={"description": "the most US dollars a month; 0 for no limit"}
    )
    check: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "description": "a rule or group without a finding of which no prompt is approved; "
            "takes the place of all that were set"
        },
    )
    revision: int | None = field(
        default=None, metadata={"description": "the revision that was seen; another one is refused"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequest:
    """Which project is wanted."""

    name: Name = field(metadata=NAME)


def list_projects(
    context: Context, request: ListRequest
) -> ListedProjects:  # the shape of an operation
    """List the projects."""
    with context.store.reading(context.root) as rows:
        seen = seen_projects(context, rows)
        found = [each for each in rows.projects.all() if seen is None or each.id in seen]
        return ListedProjects(projects=tuple(shown(rows, each) for each in found))


def new(context: Context, request: NewRequest) -> ShownProject:
    """Make a project."""
    _refuse_unknown_checks(request.check)
    now = context.now()
    with context.store.writing(context.root) as rows:
        _refuse_taken(rows, request.name)
        project = Project(
            id=new_identity(),
            name=request.name,
            description=request.description,
            default_model=request.default_model,
            budget=request.budget or None,
            required_checks=tuple(dict.fromkeys(request.check)),
            created=now,
            updated=now,
        )
        rows.projects.insert(project)
        return shown(rows, project)


def show(context: Context, request: ShowRequest) -> ProjectInFull:
    """Show a project: its settings, its prompts in this workspace, and who has which role in it."""
    with context.store.reading(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.VIEW, "seeing the project")
        return in_full(rows, project)


def set_settings(context: Context, request: SetRequest) -> ShownProject:
    """Change the settings of a project."""
    _refuse_unknown_checks(request.check or ())
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.ADMINISTER, "changing the project")
        if request.new_name and request.new_name != project.name:
            _refuse_taken(rows, request.new_name)
        changed = replace(
            project,
            name=request.new_name or project.name,
            description=_or(request.description, project.description),
            default_model=_or(request.default_model, project.default_model),
            budget=project.budget if request.budget is None else request.budget or None,
            required_checks=project.required_checks
            if request.check is None
            else tuple(dict.fromkeys(request.check)),
            revision=project.revision + 1,
            updated=context.now(),
        )
        seen = project.revision if request.revision is None else request.revision
        if seen != project.revision or not rows.projects.update(changed, seen):
            raise ConflictError(
                f"the project `{project.name}` is at revision {project.revision} now, and revision {seen} "
                "was seen; look at it again",
                yours={"revision": seen},
                theirs={"revision": project.revision},
            )
        return shown(rows, changed)


def _refuse_taken(rows: Transaction, name: str) -> None:
    if rows.projects.by_name(name) is not None:
        raise ConflictError(f"there is a project `{name}`; choose another name")


def _refuse_unknown_checks(checks: tuple[str, ...]) -> None:
    known = {*RULES, *(each.group for each in RULES.values())}
    for each in checks:
        if each not in known:
            near = nearest(each, known)
            way_out = f"did you mean `{near}`?" if near else "`promptwell rule` lists all"
            raise UsageError(f"there is no rule or group `{each}`; {way_out}")


def _or(given: str | None, before: str) -> str:
    return before if given is None else given
