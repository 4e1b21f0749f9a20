"""What went wrong, as a problem document (RFC 9457) with its status."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from promptwell.errors import PromptwellError, to_problem

TYPE = "application/problem+json"
PREFIX = "urn:promptwell:"

STATUSES: dict[str, int] = {
    "usage": 422,
    "file-problem": 422,
    "bundle": 422,
    "load": 422,
    "render": 422,
    "refused": 403,
    "not-found": 404,
    "conflict": 409,
    "cancelled": 409,
    "missing-extra": 424,
    "store": 503,
    "engine": 503,
}
"""The status of each kind of error of an operation; what is not here is 422."""

TITLES: dict[int, str] = {
    400: "The request can't be read",
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Not with this method",
    408: "The request took too long",
    409: "Changed meanwhile",
    413: "Too large",
    415: "Another type is wanted",
    421: "Another host is meant",
    422: "Something in it is wrong",
    424: "Not installed",
    500: "A fault of the server",
    503: "Not now",
}


def problem_of(error: PromptwellError) -> dict[str, Any]:
    """The problem document of an operation's error."""
    told = to_problem(error)
    kind = str(told.pop("kind"))
    status = STATUSES.get(kind, 422)
    return {**_head(kind, status), "detail": told.pop("message"), **told}


def problem(status: int, kind: str, detail: str) -> dict[str, Any]:
    """A problem document about the request itself."""
    return {**_head(kind, status), "detail": detail}


def fault_of(operation: str) -> dict[str, Any]:
    """The problem document of what nobody foresaw."""
    return problem(500, "fault", f"{operation} failed; the server's log says why")


def respond(told: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """A problem document as the response."""
    return Response(json.dumps(told), told["status"], headers, TYPE)


def plain(data: Any) -> Response:
    """A result as the response. In ASCII: a text of a file may hold what UTF-8 can't."""
    return Response(json.dumps(data), media_type="application/json")


def _head(kind: str, status: int) -> dict[str, Any]:
    return {"type": PREFIX + kind, "title": TITLES[status], "status": status}
