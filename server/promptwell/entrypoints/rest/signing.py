"""Every response says which version of Promptwell gave it, so that a caller of another one knows."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from promptwell import __version__

VERSION_HEADER = "Promptwell-Version"
_SIGNATURE = (VERSION_HEADER.lower().encode(), __version__.encode())


class Signed:
    """Stands before an application and adds the header to what it answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer."""

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), _SIGNATURE]
            await send(message)

        await self._app(scope, receive, signed)
