"""Who may do what in a project."""

from __future__ import annotations

from dataclasses import dataclass, field

from promptwell.domain.security.permission import Permission, Role
from promptwell.domain.security.token import Grant
from promptwell.errors import NotFoundError
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context
from promptwell.services.finding_projects import find_project
from promptwell.services.permitting import require_for_project
from promptwell.services.projects.shown import NAME, Name, ProjectInFull, RoleWord, in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRequest:
    """A role for somebody in a project."""

    name: Name = field(metadata=NAME)
    who: Name = field(metadata={"description": "the name of a token or an account"})
    role: RoleWord = field(
        metadata={"description": "what they may do: each role all of those before"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeRequest:
    """Somebody who shall have no role in a project any more."""

    name: Name = field(metadata=NAME)
    who: Name = field(metadata={"description": "the name of a token or an account"})


def grant(context: Context, request: GrantRequest) -> ProjectInFull:
    """Give somebody a role in a project: with all prompts of it they may do what the role may."""
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.ADMINISTER, "granting roles in")
        rows.grants.put(Grant(project.id, request.who, Role[request.role.upper()]))
        return in_full(rows, project)


def revoke(context: Context, request: RevokeRequest) -> ProjectInFull:
    """Take the role away that somebody has in a project."""
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.ADMINISTER, "revoking roles in")
        if not rows.grants.remove(project.id, request.who):
            near = nearest(request.who, (each.who for each in rows.grants.of_project(project.id)))
            way_out = f"; did you mean `{near}`?" if near else ""
            raise NotFoundError(f"`{request.who}` has no role in `{project.name}`{way_out}")
        return in_full(rows, project)
