"""Requests and answers as lines of JSON, as they pass between this process and the worker."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from promptwell.errors import RenderError
from promptwell.language.syntax.rendering.budget import RenderLimits
from promptwell.language.syntax.rendering.request import RenderRequest
from promptwell.language.syntax.rendering.result import (
    Part,
    Rendered,
    RenderedMessage,
    Segment,
    UndefinedUse,
)
from promptwell.language.syntax.rendering.values import json_values


def pack_request(request: RenderRequest, number: int) -> bytes:
    """A request as one line.

    Raises:
        RenderError: a value is no JSON, or template or values are longer than the limits allow.
    """
    values, _ = json_values(request.values, request.limits)
    size = len(request.template) + sum(map(len, request.partials.values()))
    if size > request.limits.source:
        raise RenderError(
            f"the template with its partials is longer than {request.limits.source:,} characters: "
            "shorten it",
            reason="limit",
        )
    data = {
        "number": number,
        "template": request.template,
        "values": values,
        "engine": request.engine,
        "dialect": request.dialect,
        "partials": dict(request.partials),
        "links": [[asker, name, key] for (asker, name), key in request.links.items()],
        "kinds": dict(request.kinds),
        "strict": request.strict,
        "strict_inputs": sorted(request.strict_inputs),
        "limits": asdict(request.limits),
        "now": request.now.isoformat() if request.now else None,
    }
    return _line(data)


def unpack_request(line: bytes) -> tuple[int, RenderRequest]:
    """The request of a line and its number."""
    data = json.loads(line)
    return data["number"], RenderRequest(
        data["template"],
        data["values"],
        data["engine"],
        data["dialect"],
        data["partials"],
        {(asker, name): key for asker, name, key in data["links"]},
        data["kinds"],
        data["strict"],
        frozenset(data["strict_inputs"]),
        RenderLimits(**data["limits"]),
        datetime.fromisoformat(data["now"]) if data["now"] else None,
    )


def pack_answer(number: int, rendered: Rendered) -> bytes:
    """A rendering as one line."""
    return _line({"number": number, "rendered": _flat(rendered)})


def pack_error(number: int, error: RenderError, *, last: bool = False) -> bytes:
    """An error as one line; `last` says that the worker ends after it."""
    data = {
        "message": error.message,
        "reason": error.reason,
        "template": error.template,
        "line": error.line,
        "name": error.name,
    }
    return _line({"number": number, "error": data, "last": last})


def unpack_answer(line: bytes) -> tuple[int, Rendered | RenderError, bool]:
    """The request's number, what came of it, and whether the worker ends after this answer."""
    data = json.loads(line)
    number = data["number"]
    if "error" in data:
        return number, RenderError(**data["error"]), bool(data.get("last"))
    return number, _rendered(data["rendered"]), False


def _flat(rendered: Rendered) -> dict[str, Any]:
    return {
        "text": rendered.text,
        "segments": [
            [each.kind, each.text, each.source, each.strict] for each in rendered.segments
        ],
        "undefined": [
            [each.name, each.how, each.attribute, each.template, each.line, each.offset]
            for each in rendered.undefined
        ],
        "messages": [
            [
                message.role,
                [[part.kind, part.value, dict(part.attributes)] for part in message.parts],
                dict(message.metadata),
            ]
            for message in rendered.messages
        ],
        "missing": [list(each) for each in rendered.missing],
        "notes": list(rendered.notes),
    }


def _rendered(data: dict[str, Any]) -> Rendered:
    return Rendered(
        data["text"],
        tuple(Segment(*each) for each in data["segments"]),
        tuple(UndefinedUse(*each) for each in data["undefined"]),
        tuple(
            RenderedMessage(role, tuple(Part(*part) for part in parts), metadata)
            for role, parts, metadata in data["messages"]
        ),
        tuple((asker, name) for asker, name in data["missing"]),
        tuple(data["notes"]),
    )


def _line(data: dict[str, Any]) -> bytes:
    # Plain ASCII, so a line end occurs nowhere but at the end, and lone surrogates pass.
    return json.dumps(data).encode("ascii") + b"\n"
