"""Which database an address means, however it is spelled: for the lock that its callers share."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

_PORT = "5432"
# No host, or the folder of a socket, is this machine as well.
_HERE = ("", "localhost", "127.0.0.1", "::1")


def database_identity(url: str) -> str:
    """The same text for addresses of one database: without the user, the password and how to connect.

    An address that is none stays as it is.
    """
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        host = asked.get("host", [parts.hostname or ""])
        port = asked.get("port", [str(parts.port or _PORT)])
    except ValueError:  # several hosts with their ports, say
        return url
    name = asked.get("dbname", [unquote(parts.path.strip("/"))])[-1] or unquote(
        parts.username or ""
    )
    hosts = ",".join("localhost" if _is_here(each) else each.lower() for each in host)
    # They may say in which schema the tables are.
    options = " ".join(asked.get("options", []))
    return f"postgresql://{hosts}:{','.join(port)}/{name}{options and f' {options}'}"


def _is_here(host: str) -> bool:
    return host.lower() in _HERE or host.startswith("/")
