"""URIs that clients send, and the paths they stand for inside."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

_DRIVE = re.compile(r"/?([A-Za-z]):(?=/|$)")


def path_of(uri: str) -> str:
    """The path of a `file:` URI, with forward slashes; any other URI stands for itself.

    Clients write drive letters in either case and with the colon escaped (`file:///c%3A/x`);
    all of them mean the same file, so the letter becomes upper case.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri
    if parts.scheme.lower() != "file":
        return uri
    rest = uri.split(":", 1)[1]
    if rest.startswith("//"):
        authority, slash, tail = rest[2:].partition("/")
        path = slash + unquote(tail)
        if authority and authority.lower() != "localhost":
            share = f"//{unquote(authority)}{path}"
            return share if _can_be_file(share) else uri
    else:
        path = unquote(rest)
    if not _can_be_file(path):
        return uri
    path = path.replace("\\", "/") if _DRIVE.match(path) else path
    drive = _DRIVE.match(path)
    return f"{drive[1].upper()}:{path[drive.end() :]}" if drive else path


def uri_of(path: str) -> str:
    """The `file:` URI of an absolute path; a path that is a URI already stays as it is."""
    if path.startswith("//"):
        return "file:" + quote(path, safe="/~")
    if _DRIVE.match(path) and not path.startswith("/"):
        return "file:///" + path[0] + "%3A" + quote(path[2:], safe="/~")
    if path.startswith("/"):
        return "file://" + quote(path, safe="/~")
    return path


def is_file(path: str) -> bool:
    """Whether a path means a file, not a document that exists in the editor alone."""
    return path.startswith("/") or bool(_DRIVE.match(path))


def _can_be_file(path: str) -> bool:
    """Whether an operating system can be asked for a path at all."""
    return "\0" not in path and not any("\ud800" <= each <= "\udfff" for each in path)
