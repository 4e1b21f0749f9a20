"""One call of an operation: who asks, with what, and the answer."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from promptwell.bootstrap.asking import read_query
from promptwell.bootstrap.engine import LivingEngine
from promptwell.entrypoints.rest.events import Teller, events, watched
from promptwell.entrypoints.rest.guard import BodyRefused
from promptwell.entrypoints.rest.problems import fault_of, plain, problem, problem_of, respond
from promptwell.entrypoints.rest.routes import ROOT_HEADER
from promptwell.errors import PromptwellError, UsageError
from promptwell.services.operations import Operation

STREAM = "text/event-stream"
_THREADS = 16

_log = logging.getLogger(__name__)


class Answerer:
    """Answers calls of operations by an engine, each in a thread."""

    def __init__(self, engine: LivingEngine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(_THREADS, "operation")

    async def answer(self, operation: Operation, request: Request) -> Response:
        """Do what a request asks for."""
        with self._engine.activity.call():
            try:
                return await self._answer(operation, request)
            except PromptwellError as error:
                return respond(problem_of(error))
            except BodyRefused as refused:
                return respond(refused.told)
            except ClientDisconnect:
                return Response(status_code=499)
            except Exception:  # noqa: BLE001  # the one place where the unforeseen becomes an answer
                _log.exception("%s failed", operation.name)
                return respond(fault_of(operation.name))

    async def _answer(self, operation: Operation, request: Request) -> Response:
        secret = _secret(request)
        actor = await self._in_thread(self._engine.actor_of, secret) if secret else None
        if actor is None:
            return _unknown(secret)
        if operation.local and not self._engine.is_own(secret):
            return respond(problem(404, "no-route", f"there is nothing at {request.url.path}"))
        root = self._engine.root_of(unquote(request.headers.get(ROOT_HEADER, "")))
        if operation.reads:
            asked = read_query(operation, request.query_params.multi_items())
        else:
            asked = await _body(request)
        teller = Teller(asyncio.get_running_loop())
        task = self._in_thread(self._engine.run, operation.name, asked, root, actor, teller)
        if not operation.reports:
            return plain(await task)
        if STREAM not in request.headers.get("accept", ""):
            return plain(await watched(task, teller, request.is_disconnected))
        headers = {"Cache-Control": "no-store"}
        stream = self._counted(events(task, teller, request.is_disconnected, operation.name))
        return StreamingResponse(stream, media_type=STREAM, headers=headers)

    async def _counted(self, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        # The response is sent after the call has returned.
        with self._engine.activity.busy():
            async for each in stream:
                yield each

    def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
        return asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)


def _secret(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _unknown(secret: str) -> Response:
    told = (
        "this token is not known here, or counts no more; an admin makes another one with: "
        "promptwell token create NAME"
        if secret
        else "send a token: `Authorization: Bearer SECRET`; make one with: promptwell token create NAME"
    )
    return respond(problem(401, "unknown", told), {"WWW-Authenticate": "Bearer"})


async def _body(request: Request) -> dict[str, Any]:
    if request.query_params:
        raise UsageError("this operation takes its fields as JSON in the body, not in the address")
    content = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content and kind != "application/json":
        raise UsageError("the body has to be JSON: `Content-Type: application/json`")
    try:
        told = json.loads(content) if content else {}
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the body is no JSON: {error}") from None
    if not isinstance(told, dict):
        raise UsageError("the body has to be a JSON object")
    return told
