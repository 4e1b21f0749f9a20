"""A client on the other end: messages in and out, requests to handlers, faults to answers.

This module and `protocol.py` are the only ones that know pygls. Handlers are coroutines that get
the message's parameters and return the result. pygls dispatches, cancels and converts; reading the
stream, the texts and the answers to faulty messages are ours, because pygls leaves a request with
wrong parameters unanswered and keeps texts that grow without end when a client sends a range
backward.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from promptwell.entrypoints.lsp.frames import read_frames
from promptwell.entrypoints.lsp.protocol import Protocol, Server, Writer, internal
from promptwell.entrypoints.lsp.worker import Worker
from promptwell.errors import PromptwellError, to_problem

log = logging.getLogger(__name__)

Handler = Callable[[Any], Awaitable[Any]]
NotificationHandler = Callable[[Any], None]
IsStale = Callable[[], bool]

_REQUEST_FAILED = -32803
_CONTENT_MODIFIED = -32801

# So many items become plain JSON in about 10 ms; more of them in a thread.
_MANY = 1000


class Feature(NamedTuple):
    """A method that has a handler, in a module: what it does, as its docstring says, and its options."""

    method: str
    module: str
    documentation: str
    options: object


class Connection:
    """A client on the other end of two streams."""

    def __init__(self, name: str, version: str) -> None:
        # Its messages quote parameters, which hold the user's texts; what matters is logged here.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
        self._server = Server(name, version)
        self._protocol: Protocol = self._server.protocol
        self._begun: set[asyncio.Task[None]] = set()
        self._converter = Worker("lsp-answers")
        self.features: list[Feature] = []
        self.watch: Callable[[str, Any], IsStale] = _never
        """Called before each request; what it returns says afterward if the answer is no use any more."""
        self.trace = types.TraceValue.Off

    def on_request(
        self,
        method: str,
        handler: Handler,
        options: object = None,
        params: type[Any] | None = None,
    ) -> None:
        """Answer a request with what the handler returns; `params` is the class of those of a method of our own."""
        if params is not None:
            self._protocol.takes(method, params, answered=True)

        async def guarded(asked: Any) -> Any:
            begun = time.perf_counter()
            outcome = "failed"
            try:
                is_stale = self.watch(method, asked)
                result = await handler(asked)
                if _is_long(result):
                    result = await self._converter.run(partial(self.plain, result))
                outcome = "answered"
                if is_stale():
                    outcome = "outdated"
                    raise _modified()
                return result
            except asyncio.CancelledError:
                outcome = "canceled"
                raise
            except JsonRpcException:
                raise
            except PromptwellError as error:
                outcome = "refused"
                raise JsonRpcException(str(error), _REQUEST_FAILED, to_problem(error)) from None
            except Exception as error:  # noqa: BLE001  # one request may fail, the server may not
                raise internal(method, error) from None
            finally:
                self._trace(method, outcome, (time.perf_counter() - begun) * 1000)

        documentation = inspect.getdoc(handler) or ""
        self.features.append(Feature(method, handler.__module__, documentation, options))
        self._server.feature(method, options)(guarded)

    def on_notification(
        self,
        method: str,
        handler: NotificationHandler,
        options: object = None,
        params: type[Any] | None = None,
    ) -> None:
        """Take in a notification at once, before the next message is read; `params` as for a request."""
        if params is not None:
            self._protocol.takes(method, params, answered=False)

        def guarded(told: Any) -> None:
            begun = time.perf_counter()
            try:
                handler(told)
            except Exception as error:  # noqa: BLE001  # one message may fail, the server may not
                internal(method, error)
            finally:
                self._trace(method, "taken in", (time.perf_counter() - begun) * 1000)

        documentation = inspect.getdoc(handler) or ""
        self.features.append(Feature(method, handler.__module__, documentation, None))
        self._server.feature(method, options)(guarded)

    def on_capabilities(self, change: Callable[[types.ServerCapabilities], None]) -> None:
        """Have the server's capabilities changed to what serves this client, before it gets them."""
        self._protocol.on_capabilities.append(change)

    def answers(self, method: str) -> bool:
        """Whether a method has a handler."""
        return any(feature.method == method for feature in self.features)

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self._protocol.notify(method, params)

    async def request(self, method: str, params: object, seconds: float = 10.0) -> Any:
        """Ask the client and return its answer; None when it refuses or does not answer in time."""
        try:
            answer = self._protocol.send_request_async(method, params)
            # Shielded: pygls fails later, when an answer arrives for a future that was canceled.
            return await asyncio.wait_for(asyncio.shield(answer), seconds)
        except (TimeoutError, JsonRpcException) as error:
            log.warning("the client did not answer %s: %s", method, str(error) or "time is up")
            return None

    def start(self, work: Coroutine[Any, Any, None], what: str) -> asyncio.Task[None]:
        """Begin work whose result nobody waits for; its failure is logged."""

        async def guarded() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001  # nobody else would hear of it
                internal(what, error)

        task = asyncio.get_running_loop().create_task(guarded())
        self._begun.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(self._begun.discard)
        task.add_done_callback(lambda _: work.close())  # it may be canceled before its first step
        return task

    @property
    def encoding(self) -> str:
        """The unit in which this client counts columns; known after `initialize`."""
        chosen = self._protocol.workspace.position_encoding or "utf-16"
        return str(getattr(chosen, "value", chosen))

    def structure(self, value: Any, wanted: type[Any]) -> Any:
        """A plain JSON value as a protocol type."""
        return self._protocol.converter.structure(value, wanted)

    def plain(self, value: Any) -> Any:
        """A protocol type as a plain JSON value."""
        return self._protocol.converter.unstructure(value)

    def leave(self) -> None:
        """End the talk without being asked to."""
        self._protocol.leave()

    def serve(self, incoming: BinaryIO, outgoing: BinaryIO) -> int:
        """Talk with the client until it leaves; the exit code it should see."""
        self._protocol.set_writer(Writer(outgoing, self._protocol.leave))
        asyncio.run(self._talk(incoming))
        return self._protocol.exit_code

    async def _talk(self, incoming: BinaryIO) -> None:
        loop = asyncio.get_running_loop()
        protocol = self._protocol

        def read() -> None:
            try:
                for frame in read_frames(incoming):
                    loop.call_soon_threadsafe(protocol.arrive, frame)
                loop.call_soon_threadsafe(protocol.hang_up)
            except (OSError, ValueError, RuntimeError):
                # The stream or the loop was closed under the reader: the talk is over anyway.
                if not loop.is_closed():
                    loop.call_soon_threadsafe(protocol.hang_up)

        # A daemon: the process must be able to end while this thread still waits for input.
        threading.Thread(target=read, name="lsp-reader", daemon=True).start()
        while (message := await protocol.next()) is not None:
            protocol.handle(message)
            # A request reads the text that was current when it was sent, so its task takes its
            # first step before the next message may change that text.
            await asyncio.sleep(0)

    def _trace(self, method: str, outcome: str, milliseconds: float) -> None:
        log.debug("%s took %.1f ms", method, milliseconds)
        if self.trace is types.TraceValue.Off:
            return
        more = f"{outcome} after {milliseconds:.1f} ms"
        verbose = more if self.trace is types.TraceValue.Verbose else None
        self.notify(types.LOG_TRACE, types.LogTraceParams(method, verbose))


def _is_long(result: Any) -> bool:
    """Whether an answer has so many items that their conversion would hold up other messages."""
    for items in (result, getattr(result, "items", None), getattr(result, "data", None)):
        if isinstance(items, list | tuple) and len(items) > _MANY:
            return True
    return False


def _modified() -> JsonRpcException:
    message = "the document has changed since; ask again"
    return JsonRpcException(message=message, code=_CONTENT_MODIFIED)


def _never(_method: str, _params: Any) -> IsStale:
    return lambda: False
