"""Projects: prompts that belong together, the settings that hold for them, and who may do what with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Literal

from annotated_types import Ge, MaxLen, MinLen

from promptwell.domain.prompts.project import Project
from promptwell.domain.security.permission import Permission, Role
from promptwell.domain.security.token import Grant
from promptwell.errors import ConflictError, NotFoundError, UsageError
from promptwell.language.rules.table import RULES
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context, Transaction
from promptwell.services.finding_projects import find_project
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_project, require_for_prompts, seen_projects
from promptwell.services.prompts.records import new_identity

Name = Annotated[str, MinLen(1), MaxLen(100)]
RoleWord = Literal["viewer", "editor", "reviewer", "admin"]

_NAME = {"description": "the project's name"}


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

    name: Name = field(metadata=_NAME)
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

    name: Name = field(metadata=_NAME)
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

    name: Name = field(metadata=_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersRequest:
    """A project and prompts."""

    name: Name = field(metadata=_NAME)
    prompts: tuple[str, ...] = field(
        metadata={"description": "names or paths of prompts", "is": "prompt", "metavar": "PROMPT"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRequest:
    """A role for somebody in a project."""

    name: Name = field(metadata=_NAME)
    who: Name = field(metadata={"description": "the name of a token or an account"})
    role: RoleWord = field(
        metadata={"description": "what they may do: each role all of those before"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeRequest:
    """Somebody who shall have no role in a project any more."""

    name: Name = field(metadata=_NAME)
    who: Name = field(metadata={"description": "the name of a token or an account"})


def list_projects(
    context: Context, request: ListRequest
) -> ListedProjects:  # the shape of an operation
    """List the projects."""
    with context.store.reading(context.root) as rows:
        seen = seen_projects(context, rows)
        found = [each for each in rows.projects.all() if seen is None or each.id in seen]
        return ListedProjects(projects=tuple(_shown(rows, each) for each in found))


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
        return _shown(rows, project)


def show(context: Context, request: ShowRequest) -> ProjectInFull:
    """Show a project: its settings, its prompts in this workspace, and who has which role in it."""
    with context.store.reading(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.VIEW, "seeing the project")
        return _in_full(rows, project)


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
        return _shown(rows, changed)


def add(context: Context, request: MembersRequest) -> ProjectInFull:
    """Let prompts belong to a project. A prompt may belong to several."""
    look_again(context, request.prompts)
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.EDIT, "adding prompts to")
        found = [find_prompt(context, rows, each) for each in request.prompts]
        # Who grants rights by a project gives them to prompts that they may change themselves.
        require_for_prompts(context, rows, found, Permission.EDIT, "adding to a project")
        rows.projects.add(project.id, [each.id for each in found])
        return _in_full(rows, project)


def remove(context: Context, request: MembersRequest) -> ProjectInFull:
    """Let prompts no longer belong to a project. The prompts themselves stay."""
    look_again(context, request.prompts)
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.EDIT, "removing prompts from")
        found = [find_prompt(context, rows, each) for each in request.prompts]
        members = set(rows.projects.prompts_of(project.id))
        for each in found:
            if each.id not in members:
                raise UsageError(f"{each.path} does not belong to the project `{project.name}`")
        rows.projects.remove(project.id, [each.id for each in found])
        return _in_full(rows, project)


def grant(context: Context, request: GrantRequest) -> ProjectInFull:
    """Give somebody a role in a project: with all prompts of it they may do what the role may."""
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.ADMINISTER, "granting roles in")
        rows.grants.put(Grant(project.id, request.who, Role[request.role.upper()]))
        return _in_full(rows, project)


def revoke(context: Context, request: RevokeRequest) -> ProjectInFull:
    """Take the role away that somebody has in a project."""
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.ADMINISTER, "revoking roles in")
        if not rows.grants.remove(project.id, request.who):
            near = nearest(request.who, (each.who for each in rows.grants.of_project(project.id)))
            way_out = f"; did you mean `{near}`?" if near else ""
            raise NotFoundError(f"`{request.who}` has no role in `{project.name}`{way_out}")
        return _in_full(rows, project)


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


def _in_full(rows: Transaction, project: Project) -> ProjectInFull:
    found = (rows.prompts.by_id(each) for each in rows.projects.prompts_of(project.id))
    return ProjectInFull(
        project=_shown(rows, project),
        prompts=tuple(sorted(each.path for each in found if each and each.deleted is None)),
        grants=tuple(
            ShownGrant(who=each.who, role=_WORDS[each.role])
            for each in rows.grants.of_project(project.id)
        ),
    )


_WORDS: dict[Role, RoleWord] = {
    Role.VIEWER: "viewer",
    Role.EDITOR: "editor",
    Role.REVIEWER: "reviewer",
    Role.ADMIN: "admin",
}


def _shown(rows: Transaction, project: Project) -> ShownProject:
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
