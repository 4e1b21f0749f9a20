"""Which prompts belong to a project."""

from __future__ import annotations

from dataclasses import dataclass, field

from promptwell.domain.security.permission import Permission
from promptwell.errors import UsageError
from promptwell.services.context import Context
from promptwell.services.finding_projects import find_project
from promptwell.services.finding_prompts import find_prompt, look_again
from promptwell.services.permitting import require_for_project, require_for_prompts
from promptwell.services.projects.shown import NAME, Name, ProjectInFull, in_full
from promptwell.services.prompts.approving import APPROVED, require_clean


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersRequest:
    """A project and prompts."""

    name: Name = field(metadata=NAME)
    prompts: tuple[str, ...] = field(
        metadata={"description": "names or paths of prompts", "is": "prompt", "metavar": "PROMPT"}
    )


def add(context: Context, request: MembersRequest) -> ProjectInFull:
    """Let prompts belong to a project. A prompt may belong to several.

    One that is approved has to be without findings of the checks that the project requires.
    """
    look_again(context, request.prompts)
    with context.store.writing(context.root) as rows:
        project = find_project(context, rows, request.name)
        require_for_project(context, rows, project, Permission.EDIT, "adding prompts to")
        found = [find_prompt(context, rows, each) for each in request.prompts]
        # Who grants rights by a project gives them to prompts that they may change themselves.
        require_for_prompts(context, rows, found, Permission.EDIT, "adding to a project")
        for each in found:
            if each.status == APPROVED:
                require_clean(context, rows, each, project, "is approved and can't belong to it")
        rows.projects.add(project.id, [each.id for each in found])
        return in_full(rows, project)


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
        return in_full(rows, project)
