"""The application described as an OpenAPI 3.1 document, from the catalogue alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import getdoc
from typing import Any

from pydantic import TypeAdapter

from promptwell import __version__
from promptwell.bootstrap.asking import adapter
from promptwell.domain.security.permission import Role
from promptwell.entrypoints.rest.problems import STATUSES, TITLES
from promptwell.entrypoints.rest.routes import ROOT_HEADER, path_of
from promptwell.services.operations import AREAS, Operation

_SCHEMAS = "#/components/schemas/{model}"
_DESCRIPTION = """\
The operations of Promptwell over HTTP, as `promptwell serve` and the engine of one user serve them.

Each call carries a token: `Authorization: Bearer SECRET`. What goes wrong is a problem document
(RFC 9457) whose `type` is `urn:promptwell:` and a word for programs. A long operation tells how far
it is where `Accept` asks for `text/event-stream`: events `progress`, then `result` or `problem`;
closing the connection cancels it.
"""


def openapi_document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The document about some operations."""
    served = list(operations)
    schemas, definitions = _schemas(served)
    paths = {path_of(each): _path(each, schemas, definitions) for each in served}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Promptwell", "version": __version__, "description": _DESCRIPTION},
        "tags": [{"name": name, "description": AREAS[name]} for name in sorted(AREAS)],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "parameters": {"root": _ROOT},
            "schemas": {**definitions, "Problem": _PROBLEM, "Progress": _PROGRESS},
        },
    }


_ROOT = {
    "name": ROOT_HEADER,
    "in": "header",
    "required": False,
    "description": "The workspace folder that the call is about, percent-encoded. Only an engine of one "
    "user looks at it: worktrees of a repository share their engine.",
    "schema": {"type": "string"},
}

_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). Some kinds say more in fields of their own.",
    "properties": {
        "type": {"type": "string", "description": "`urn:promptwell:` and a word for programs"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {
            "type": "string",
            "description": "for people: the thing, the place, the way out",
        },
    },
    "required": ["type", "title", "status", "detail"],
}

_PROGRESS = {
    "type": "object",
    "description": "How far a long operation is: the data of an event `progress`.",
    "properties": {
        "done": {"type": "integer"},
        "total": {"type": ["integer", "null"]},
        "what": {"type": "string"},
    },
    "required": ["done", "total", "what"],
}


_PROBLEM_CONTENT = {
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
}


def _listed(first: str) -> str:
    known = sorted({*STATUSES.values(), *TITLES})
    return "; ".join(f"{each}: {TITLES[each].lower()}" for each in known if str(each)[0] == first)


_PROBLEMS = {"4XX": _listed("4"), "5XX": _listed("5")}


_Schemas = dict[tuple[str, str], dict[str, Any]]


def _schemas(operations: list[Operation]) -> tuple[_Schemas, dict[str, Any]]:
    """The schemas of all inputs and outputs by (name, "validation" or "serialization"), and what they use."""
    wanted: list[tuple[str, Any, TypeAdapter[Any]]] = []
    for each in operations:
        wanted.append((each.name, "validation", adapter(each.asked)))
        wanted.append((each.name, "serialization", adapter(each.given)))
    found, defined = TypeAdapter.json_schemas(wanted, ref_template=_SCHEMAS)
    definitions = defined.get("$defs", {})
    for each in operations:
        # A field that does not exist is refused, with the nearest one.
        _resolved(found[each.name, "validation"], definitions)["additionalProperties"] = False
    return {key: dict(schema) for key, schema in found.items()}, definitions


def _path(operation: Operation, schemas: _Schemas, definitions: dict[str, Any]) -> dict[str, Any]:
    asked = schemas[operation.name, "validation"]
    summary, _, rest = (getdoc(operation.function) or "").partition("\n")
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": summary.rstrip("."),
        "description": f"{rest.strip()}\n\nNeeds the role `{Role(operation.permission).word}`.".strip(),
        "parameters": [{"$ref": "#/components/parameters/root"}],
        "responses": _responses(operation, schemas[operation.name, "serialization"]),
    }
    area = operation.name.partition(".")[0]
    if area in AREAS:
        told["tags"] = [area]
    if operation.reads:
        told["parameters"] = [*_parameters(_resolved(asked, definitions)), *told["parameters"]]
        return {"get": told}
    fields = _resolved(asked, definitions)
    told["requestBody"] = {
        "required": bool(fields.get("required")),
        "content": {"application/json": {"schema": asked}},
    }
    return {"post": told}


def _responses(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": given}}
    if operation.reports:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    problems = {
        code: {"description": told, "content": _PROBLEM_CONTENT} for code, told in _PROBLEMS.items()
    }
    return {"200": {"description": "Done.", "content": content}, **problems}


def _parameters(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields of an input as parameters of an address."""
    required = fields.get("required", ())
    for name, schema in fields.get("properties", {}).items():
        plain = _without_null(schema)
        told = {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": plain.pop("description", ""),
        }
        if plain.get("type") == "object":
            yield {**told, "content": {"application/json": {"schema": plain}}}
        else:
            yield {**told, "schema": plain}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without null: a parameter that is not given is not there."""
    others = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    plain = {name: each for name, each in schema.items() if name not in ("anyOf", "title")}
    if plain.get("default", ...) is None:
        del plain["default"]
    if len(others) == 1:
        return {**plain, **others[0]}
    return {**plain, "anyOf": others} if others else plain


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return definitions[reference.rpartition("/")[2]] if reference else schema
