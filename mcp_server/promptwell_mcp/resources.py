"""The repository's prompts as resources: `prompt://` and a path, its text as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from promptwell.errors import UsageError
from promptwell_mcp.calling import Call
from promptwell_mcp.texts import one_line
from promptwell_mcp.untrusted import shown

SCHEME = "prompt://"
TEMPLATE = "prompt://{+path}"
TEMPLATE_DESCRIPTION = "A prompt of the workspace by its path or name, as it is written."

PAGE = 100

_MIME_TYPES = {".md": "text/markdown", ".yaml": "application/yaml", ".yml": "application/yaml"}
_PLAIN = "text/plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """A prompt, as a client lists it."""

    uri: str
    name: str
    description: str
    mime_type: str


def entries(call: Call, cursor: str) -> tuple[list[Entry], str]:
    """A page of prompts, the important ones first, and the cursor of the next page."""
    page = call("prompt.offered", {"limit": PAGE, "cursor": cursor, "everything": True})
    found = [
        Entry(
            uri_of(each["path"]),
            each["name"] or each["path"],
            one_line(each["description"]),
            mime_type(each["path"]),
        )
        for each in page["prompts"]
    ]
    return found, page["next_cursor"]


def text_of(call: Call, uri: str) -> tuple[str, str]:
    """The text of a resource, and what kind of text it is."""
    found: dict[str, Any] = call("prompt.show", {"prompt": path_of(uri)})
    return shown(found["text"]).text, mime_type(found["prompt"]["path"])


def names(call: Call, typed: str) -> tuple[list[str], int]:
    """Names and paths of prompts that fit what somebody typed, and how many there are."""
    found = call("prompt.complete", {"typed": typed})
    return found["names"], found["total"]


def uri_of(path: str) -> str:
    """The URI of a prompt."""
    return SCHEME + quote(path, safe="/@")


def path_of(uri: str) -> str:
    """The path or name that a URI means. Where it leads is judged by those who read it.

    Raises:
        UsageError: it is no URI of a prompt.
    """
    if not uri.startswith(SCHEME):
        raise UsageError(
            f"{uri}: a prompt's URI is {SCHEME} and a path, such as prompt://a.prompty"
        )
    try:
        return unquote(uri.removeprefix(SCHEME), errors="strict")
    except UnicodeDecodeError:
        raise UsageError(f"{uri}: what is escaped in it is not UTF-8") from None


def mime_type(path: str) -> str:
    """What kind of text a prompt file is."""
    name = path.partition("#")[0]
    return _MIME_TYPES.get(name[name.rfind(".") :].lower(), _PLAIN)
