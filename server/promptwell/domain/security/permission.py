"""The one place that decides whether somebody may do something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from promptwell.errors import Refused


class Role(IntEnum):
    """What somebody is to a project or to a whole store; each role may do what those before it may."""

    VIEWER = 1
    EDITOR = 2
    REVIEWER = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """The role as users write it: `viewer`."""
        return self.name.lower()


class Permission(IntEnum):
    """What an operation needs, by the least role that has it."""

    VIEW = Role.VIEWER
    EDIT = Role.EDITOR
    REVIEW = Role.REVIEWER
    ADMINISTER = Role.ADMIN


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks for an operation.

    `role` is what the actor is to the whole store, None for somebody who has rights only in the
    projects that were granted to them. The user of a local engine is its admin.
    """

    name: str
    role: Role | None


def require(
    actor: Actor, needed: Permission, what: str, granted: Iterable[Role] | None = None
) -> None:
    """Let the actor pass who has the permission, by the store or by a grant of the projects at hand.

    `granted` is None for what concerns the whole store, so that no project's grant can help.

    Raises:
        Refused: the actor has not; the message says who could grant it.
    """
    roles = (actor.role, *(granted or ()))
    held = max((role for role in roles if role is not None), default=None)
    if held is not None and held >= needed:
        return
    least = Role(needed)
    has = f"is {held.word}" if held is not None else "has no role"
    if granted is None:
        way_out = (
            f"an admin can make a token that may: promptwell token create NAME --role {least.word}"
        )
    else:
        way_out = (
            f"an admin can grant it: promptwell project grant PROJECT {actor.name} {least.word}"
        )
    raise Refused(f"{actor.name} {has} here, and {what} takes {least.word}; {way_out}")
