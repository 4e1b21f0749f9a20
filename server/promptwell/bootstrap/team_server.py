"""The address of a team's server, and this user's token for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from shlex import quote
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


def warnings_about(settings: MachineSettings, server: Address) -> Iterator[str]:
    """Where others may come to know the token: on the way, or in its file."""
    if not server.tls and not _is_this_machine(server.host):
        yield (
            f"the token goes to {server.shown} unencrypted, so others on the way can read it; "
            "let the setting `server.url` begin with https://, or call the server through a tunnel"
        )
    file = os.path.expanduser(settings.token_file)
    if _names_token(settings) and os.name != "nt" and os.stat(file).st_mode & 0o077:
        yield f"{file}: others on this machine may read the token; run: chmod 600 {quote(file)}"


def _is_this_machine(host: str) -> bool:
    import ipaddress  # for the few calls that are not encrypted

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _names_token(settings: MachineSettings) -> bool:
    """Whether the token stands in a file, and is taken from there."""
    return bool(settings.token_file) and not os.environ.get(TOKEN_VARIABLE, "").strip()


def _token(settings: MachineSettings) -> str:
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if _names_token(settings):
        token = read_text(os.path.expanduser(settings.token_file)).strip()
    if not token or not token.isascii() or not token.isprintable():
        raise UsageError(
            f"{settings.server} wants a token: set {TOKEN_VARIABLE}, or name its file in your own settings "
            "by `server.token-file`; an admin makes one with: promptwell token create NAME"
        )
    return token
