"""What may come in: right host, own origin, a body that is not too long and comes in time."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from promptwell.entrypoints.rest.problems import problem, respond

LONGEST_BODY = 32 * 1024 * 1024
_BODY_SECONDS = 30.0


class Guard:
    """Stands before an application and answers what may not reach it.

    A page of another site can make a browser call this machine, by its address or by a name that
    is made to lead here. Such a call names that site: its own as the origin, or that name as the
    host. Addresses in numbers can't be made to lead elsewhere and are always right.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._hosts = {"localhost", *(host.lower() for host in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        told = self._refusal(headers)
        if told is not None:
            await respond(told)(scope, receive, send)
            return
        body = _Body(receive)
        try:
            await self._app(scope, body, send)
        except BodyRefused as refused:
            if not body.answering:
                await respond(refused.told)(scope, receive, send)

    def _refusal(self, headers: dict[bytes, str]) -> dict[str, Any] | None:
        host = headers.get(b"host", "")
        if not self._is_ours(_name(host)):
            return problem(421, "host", f"this server is not called `{host}`; see --allowed-host")
        origin = headers.get(b"origin")
        if origin is not None and origin.partition("://")[2].lower() != host.lower():
            return problem(403, "origin", f"pages of {origin} may not call this server")
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return _too_long()
        return None

    def _is_ours(self, name: str) -> bool:
        if name.lower() in self._hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


class BodyRefused(Exception):  # noqa: N818  # it is an answer
    """The body is too long or too slow; `told` is the problem document."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(told["detail"])
        self.told = told


class _Body:
    """The body of a request, no more of it than is allowed, and no slower."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._length = 0
        self._whole = False
        self.answering = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), _BODY_SECONDS)
        except TimeoutError:
            raise BodyRefused(
                problem(408, "slow", "the body of the request did not come")
            ) from None
        self._length += len(message.get("body", b""))
        if self._length > LONGEST_BODY:
            raise BodyRefused(_too_long())
        self._whole = not message.get("more_body", False)
        return message


def _name(host: str) -> str:
    """A host without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _too_long() -> dict[str, Any]:
    limit = LONGEST_BODY // 1024 // 1024
    return problem(413, "too-large", f"the body of a request may have {limit} MB")
