"""Tokens: how a server knows who calls, until there are accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import Annotated, Literal

from annotated_types import Interval, MaxLen, MinLen

from promptwell.domain.security.permission import Role
from promptwell.domain.security.token import Token
from promptwell.errors import ConflictError, NotFoundError, UsageError
from promptwell.language.text.nearest import nearest
from promptwell.services.context import Context, Transaction

RoleWord = Literal["viewer", "editor", "reviewer", "admin", "none"]

_PREFIX = "promptwell_"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenShown:
    """A token without its secret. `state` is `valid`, `expired` or `revoked`."""

    name: str
    role: RoleWord
    state: str
    created: datetime
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRequest:
    """A token to be made."""

    name: Annotated[str, MinLen(1), MaxLen(100)] = field(
        metadata={"description": "who or what it is for; grants and records name it"}
    )
    role: RoleWord = field(
        default="viewer",
        metadata={
            "description": "what it may do in the whole store; with none only what projects grant it"
        },
    )
    days: Annotated[int, Interval(ge=0, le=3650)] = field(
        default=0, metadata={"description": "for how many days it is valid; 0 for no end"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A token that was made. Its secret is shown this once and kept nowhere."""

    token: TokenShown
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """Which tokens are wanted."""

    all: bool = field(
        default=False, metadata={"description": "also those that are revoked or expired"}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The tokens, the newest first."""

    tokens: tuple[TokenShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeRequest:
    """A token that shall count no more."""

    name: str = field(metadata={"description": "the token's name"})


def create(context: Context, request: CreateRequest) -> Created:
    """Make a token, with which somebody may call this server.

    The secret is shown once; the store keeps only its SHA-256. Whoever has it sends it as
    `Authorization: Bearer SECRET`, or sets `PROMPTWELL_TOKEN`.
    """
    now = context.now()
    secret = _PREFIX + token_urlsafe(32)
    token = Token(
        id=token_hex(16),
        name=request.name,
        digest=digest_of(secret),
        role=None if request.role == "none" else Role[request.role.upper()],
        created=now,
        expires=now + timedelta(days=request.days) if request.days else None,
    )
    with context.store.writing(context.root) as rows:
        if _valid(rows.tokens.by_name(request.name), now):
            raise ConflictError(
                f"there is a token `{request.name}`; choose another name, "
                f"or revoke it first: promptwell token revoke {request.name}"
            )
        rows.tokens.insert(token)
    return Created(token=_shown(token, now), secret=secret)


def list_tokens(context: Context, request: ListRequest) -> Listed:
    """List the tokens of this store."""
    now = context.now()
    with context.store.reading(context.root) as rows:
        shown = [_shown(token, now) for token in rows.tokens.all()]
    return Listed(tokens=tuple(each for each in shown if request.all or each.state == "valid"))


def revoke(context: Context, request: RevokeRequest) -> TokenShown:
    """Let a token count no more, from its next call on.

    The last valid token of an admin stays, so that nobody is locked out: make another one first.
    """
    now = context.now()
    with context.store.writing(context.root) as rows:
        token = rows.tokens.by_name(request.name)
        if token is None or token.revoked is not None:
            names = [each.name for each in rows.tokens.all() if each.revoked is None]
            close = nearest(request.name, names)
            way_out = f"did you mean `{close}`?" if close else "`promptwell token list` shows all"
            raise NotFoundError(f"there is no valid token `{request.name}`; {way_out}")
        if _valid(token, now) and token.role is Role.ADMIN:
            _require_another_admin(rows, token, now)
        rows.tokens.revoke(token.id, now)
    return TokenShown(
        name=token.name,
        role=_word(token.role),
        state="revoked",
        created=token.created,
        expires=token.expires,
    )


def _require_another_admin(rows: Transaction, token: Token, now: datetime) -> None:
    admins = [each for each in rows.tokens.all() if each.role is Role.ADMIN and _valid(each, now)]
    if [each.id for each in admins] == [token.id]:
        raise UsageError(
            f"`{token.name}` is the last admin, and without one nobody could make tokens over the network; "
            "make another one first: promptwell token create NAME --role admin"
        )


def holder_of(context: Context, secret: str) -> Token | None:
    """The token of a secret, where it is valid now."""
    with context.store.reading(context.root) as rows:
        token = rows.tokens.by_digest(digest_of(secret))
    return token if _valid(token, context.now()) else None


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _valid(token: Token | None, now: datetime) -> bool:
    return token is not None and _state(token, now) == "valid"


def _state(token: Token, now: datetime) -> str:
    if token.revoked is not None:
        return "revoked"
    return "expired" if token.expires is not None and token.expires <= now else "valid"


def _word(role: Role | None) -> RoleWord:
    words: dict[Role | None, RoleWord] = {
        None: "none",
        Role.VIEWER: "viewer",
        Role.EDITOR: "editor",
        Role.REVIEWER: "reviewer",
        Role.ADMIN: "admin",
    }
    return words[role]


def _shown(token: Token, now: datetime) -> TokenShown:
    return TokenShown(
        name=token.name,
        role=_word(token.role),
        state=_state(token, now),
        created=token.created,
        expires=token.expires,
    )
