"""Tokens, by which a server knows who asks until there are accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from promptwell.domain.security.permission import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is kept: `digest` is the SHA-256 of the secret, which nobody can read again."""

    id: str
    name: str
    digest: str
    role: Role | None
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody has in one project; `who` is the name of a token or an account."""

    project: str
    who: str
    role: Role


class TokenRows(Protocol):
    """The tokens of a store."""

    def insert(self, token: Token) -> None:
        """Add a token."""

    def by_digest(self, digest: str) -> Token | None:
        """The token of a secret, revoked and expired ones too."""

    def by_name(self, name: str) -> Token | None:
        """The token that is valid under a name."""

    def all(self) -> Sequence[Token]:
        """Every token, the newest first."""

    def revoke(self, id: str, when: datetime) -> None:  # noqa: A002  # the word for it
        """Let a token count no more from now on."""


class GrantRows(Protocol):
    """Who has which role in which project."""

    def put(self, grant: Grant) -> None:
        """Give a role; it takes the place of one that was there."""

    def remove(self, project: str, who: str) -> bool:
        """Take the role away; False where there was none."""

    def of_project(self, project: str) -> Sequence[Grant]:
        """The grants of a project, by name."""

    def of(self, who: str) -> Sequence[Grant]:
        """The grants that somebody has."""
