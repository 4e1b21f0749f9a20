"""Who may do what with which prompts: the role in the store, or what the prompts' projects grant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from promptwell.domain.prompts.project import Project
from promptwell.domain.prompts.record import PromptRecord
from promptwell.domain.security.permission import Permission, Role, require
from promptwell.services.context import Context

if TYPE_CHECKING:
    from promptwell.services.context import Transaction


def require_for_prompts(
    context: Context,
    rows: Transaction,
    prompts: Iterable[PromptRecord],
    needed: Permission,
    what: str,
) -> None:
    """Let the one who asks pass who may do it with each of the prompts.

    Raises:
        Refused: they may not with one of them.
    """
    if may_everywhere(context, needed):
        return
    granted = _granted(context, rows)
    for prompt in prompts:
        roles = [
            granted[each.id] for each in rows.projects.of_prompt(prompt.id) if each.id in granted
        ]
        require(context.actor, needed, f"{what} `{prompt.path}`", roles)


def require_for_project(
    context: Context, rows: Transaction, project: Project, needed: Permission, what: str
) -> None:
    """Let the one who asks pass who may do it with a project.

    Raises:
        Refused: they may not.
    """
    granted = _granted(context, rows).get(project.id)
    roles = [] if granted is None else [granted]
    require(context.actor, needed, f"{what} `{project.name}`", roles)


def seen_projects(context: Context, rows: Transaction) -> tuple[str, ...] | None:
    """The identities of the projects whose prompts somebody may see; None for one who may see all."""
    if may_everywhere(context, Permission.VIEW):
        return None
    return tuple(sorted(_granted(context, rows)))


def may_everywhere(context: Context, needed: Permission) -> bool:
    """Whether the role in the whole store suffices."""
    return context.actor.role is not None and context.actor.role >= needed


def _granted(context: Context, rows: Transaction) -> dict[str, Role]:
    return {each.project: each.role for each in rows.grants.of(context.actor.name)}
