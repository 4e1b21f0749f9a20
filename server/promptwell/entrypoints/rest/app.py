"""The application: a route for each operation of the catalogue, and what is mounted beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from promptwell import __version__
from promptwell.bootstrap.engine import LivingEngine
from promptwell.entrypoints.rest.answering import Answerer
from promptwell.entrypoints.rest.guard import Guard
from promptwell.entrypoints.rest.problems import problem, respond
from promptwell.services.operations import OPERATIONS, Operation


def make_app(
    engine: LivingEngine,
    *,
    hosts: Iterable[str] = (),
    mounts: Sequence[tuple[str, ASGIApp]] = (),
) -> ASGIApp:
    """The application over an engine.

    Args:
        engine: does the operations.
        hosts: the names by which the server is called, besides `localhost` and addresses.
        mounts: other applications with their paths.
    """
    # The pages that come with the framework load scripts from elsewhere.
    app = FastAPI(title="Promptwell", version=__version__, openapi_url=None)
    answerer = Answerer(engine)
    for operation in served(team=engine.team):
        app.add_api_route(
            path_of(operation),
            _endpoint(answerer, operation),
            methods=["GET" if operation.reads else "POST"],
            name=operation.name,
        )
    app.add_exception_handler(HTTPException, _not_served)
    for path, mounted in mounts:
        app.mount(path, mounted)
    return Guard(app, hosts)


def served(*, team: bool) -> list[Operation]:
    """The operations that are served; to a team none that are about one user's machine."""
    return [each for each in OPERATIONS.values() if not (team and each.local)]


def path_of(operation: Operation) -> str:
    """`/v1/prompt/new` for `prompt.new`."""
    return "/v1/" + operation.name.replace(".", "/").replace("_", "-")


def _endpoint(answerer: Answerer, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await answerer.answer(operation, request)

    return endpoint


def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: ("no-route", f"there is nothing at {request.url.path}")}
    known[405] = ("method", f"{request.url.path} does not take {request.method}")
    kind, detail = known.get(error.status_code, ("request", str(error.detail)))
    headers = dict(error.headers) if error.headers else None
    return respond(problem(error.status_code, kind, detail), headers)
