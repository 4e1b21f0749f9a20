"""The address of a team's server, and this user's token for it."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from promptwell.adapters.engine.client import Address
from promptwell.adapters.files import read_text
from promptwell.errors import UsageError
from promptwell.settings.machine import MachineSettings

TOKEN_VARIABLE = "PROMPTWELL_TOKEN"  # noqa: S105  # the name of a variable
_PORTS = {"http": 80, "https": 443}


def server_address(settings: MachineSettings) -> Address:
    """Where the server listens, with the token.

    Raises:
        UsageError: the address is none, or there is no token.
        FileProblem: the file with the token can't be read.
    """
    url = settings.server
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in _PORTS or not host or parts.query or parts.username:
        raise UsageError(
            f"the setting `server.url`: `{url}` is no address such as https://prompts.example.com"
        )
    return Address(
        host,
        port or _PORTS[parts.scheme],
        _token(settings),
        parts.scheme == "https",
        parts.path.rstrip("/"),
    )


def _token(settings: MachineSettings) -> str:
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token and settings.token_file:
        token = read_text(os.path.expanduser(settings.token_file)).strip()
    if not token or not token.isascii() or not token.isprintable():
        raise UsageError(
            f"{settings.server} wants a token: set {TOKEN_VARIABLE}, or name its file in your own settings "
            "by `server.token-file`; an admin makes one with: promptwell token create NAME"
        )
    return token
