"""The application: a route for each operation of the catalogue, and what is mounted beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from promptwell import __version__
from promptwell.bootstrap.engine import LivingEngine
from promptwell.entrypoints.rest.answering import Answerer
from promptwell.entrypoints.rest.guard import Guard
from promptwell.entrypoints.rest.problems import plain, problem, respond
from promptwell.entrypoints.rest.routes import path_of, served
from promptwell.entrypoints.rest.signing import Signed
from promptwell.services.operations import Operation


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
    for operation in served(team=False):
        app.add_api_route(
            path_of(operation),
            _endpoint(answerer, operation),
            methods=["GET" if operation.reads else "POST"],
            name=operation.name,
        )
    app.add_api_route("/openapi.json", _document(engine), methods=["GET"])
    app.add_exception_handler(HTTPException, _not_served)
    for path, mounted in mounts:
        app.mount(path, mounted)
    return Signed(Guard(app, hosts))


def _document(engine: LivingEngine) -> Callable[[Request], Awaitable[Response]]:
    async def document(_: Request) -> Response:
        # Describing needs every service, which a call of one operation does not.
        from promptwell.entrypoints.rest.document import openapi_document

        return plain(await run_in_threadpool(openapi_document, served(team=engine.team)))

    return document


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
