"""The tokens of a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from promptwell.adapters.storage.tables import tokens
from promptwell.domain.security.token import Token


class SqlTokens:
    """`TokenRows` in a database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, token: Token) -> None:
        """Add a token."""
        self._connection.execute(insert(tokens).values(asdict(token)))

    def by_digest(self, digest: str) -> Token | None:
        """The token of a secret, revoked and expired ones too."""
        return self._first(select(tokens).where(tokens.c.digest == digest))

    def by_name(self, name: str) -> Token | None:
        """The token that is valid under a name: not revoked, and the newest."""
        return self._first(
            select(tokens)
            .where(tokens.c.name == name, tokens.c.revoked.is_(None))
            .order_by(tokens.c.created.desc())
        )

    def all(self) -> Sequence[Token]:
        """Every token, the newest first."""
        rows = self._connection.execute(select(tokens).order_by(tokens.c.created.desc()))
        return [_token(row) for row in rows]

    def revoke(self, id: str, when: datetime) -> None:  # noqa: A002  # the word for it
        """Let a token count no more from now on."""
        self._connection.execute(
            update(tokens).where(tokens.c.id == id, tokens.c.revoked.is_(None)).values(revoked=when)
        )

    def _first(self, statement: Select[Any]) -> Token | None:
        row = self._connection.execute(statement).first()
        return None if row is None else _token(row)


def _token(row: Row[Any]) -> Token:
    return Token(**row._asdict())
