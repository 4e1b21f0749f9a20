"""The one module that knows pygls: messages in and out, requests to handlers, faults to answers.

Handlers are coroutines that get the message's parameters and return the result. pygls dispatches,
cancels and converts; reading the stream, the texts and the answers to faulty messages are ours,
because pygls leaves a request with wrong parameters unanswered and keeps texts that grow without
end when a client sends a range backward.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from promptwell.entrypoints.lsp.frames import Frame, read_frames
from promptwell.errors import PromptwellError

log = logging.getLogger(__name__)

Handler = Callable[[Any], Awaitable[Any]]
NotificationHandler = Callable[[Any], None]

_REQUEST_FAILED = -32803


class Connection:
    """A client on the other end of two streams."""

    def __init__(self, name: str, version: str) -> None:
        # Its messages quote parameters, which hold the user's texts; what matters is logged here.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
        self._server = _Server(name, version)
        self._protocol: _Protocol = self._server.protocol
        self._begun: set[asyncio.Task[None]] = set()

    def on_request(self, method: str, handler: Handler, options: object = None) -> None:
        """Answer a request with what the handler returns."""

        async def guarded(params: Any) -> Any:
            begun = time.perf_counter()
            try:
                return await handler(params)
            except JsonRpcException:
                raise
            except PromptwellError as error:
                raise JsonRpcException(message=str(error), code=_REQUEST_FAILED) from None
            except Exception as error:  # noqa: BLE001  # one request may fail, the server may not
                raise _internal(method, error) from None
            finally:
                log.debug("%s took %.1f ms", method, (time.perf_counter() - begun) * 1000)

        self._server.feature(method, options)(guarded)

    def on_notification(self, method: str, handler: NotificationHandler) -> None:
        """Take in a notification at once, before the next message is read."""

        def guarded(params: Any) -> None:
            log.debug("%s", method)
            try:
                handler(params)
            except Exception as error:  # noqa: BLE001  # one message may fail, the server may not
                _internal(method, error)

        self._server.feature(method)(guarded)

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
                _internal(what, error)

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

    def serve(self, incoming: BinaryIO, outgoing: BinaryIO) -> int:
        """Talk with the client until it leaves; the exit code it should see."""
        self._protocol.set_writer(_Writer(outgoing))
        try:
            asyncio.run(self._talk(incoming))
        except BrokenPipeError:
            log.info("the client closed the connection")
        return self._protocol.exit_code

    async def _talk(self, incoming: BinaryIO) -> None:
        loop = asyncio.get_running_loop()
        frames: asyncio.Queue[Frame | None] = asyncio.Queue()

        def read() -> None:
            try:
                for frame in read_frames(incoming):
                    loop.call_soon_threadsafe(frames.put_nowait, frame)
                loop.call_soon_threadsafe(frames.put_nowait, None)
            except (OSError, ValueError, RuntimeError):
                # The stream or the loop was closed under the reader: the talk is over anyway.
                if not loop.is_closed():
                    loop.call_soon_threadsafe(frames.put_nowait, None)

        # A daemon: the process must be able to end while this thread still waits for input.
        threading.Thread(target=read, name="lsp-reader", daemon=True).start()
        while not self._protocol.exited and (frame := await frames.get()) is not None:
            self._protocol.receive(frame)
            # A request reads the text that was current when it was sent, so its task takes its
            # first step before the next message may change that text.
            await asyncio.sleep(0)


class _Protocol(LanguageServerProtocol):
    """pygls' protocol without its texts, and with an answer to every faulty message."""

    exited = False
    initialized = False

    @property
    def exit_code(self) -> int:
        """0 after an orderly `shutdown`, else 1, as the protocol asks."""
        return 0 if self._shutdown else 1

    @property
    def converter(self) -> Any:
        """Plain values to and from protocol types."""
        return self._converter

    def receive(self, frame: Frame) -> None:
        """Take in one message; whatever is wrong with it is answered or logged, never raised."""
        try:
            message = self._read(frame)
            if message is not None:
                self._accept(message)
        except BrokenPipeError:
            raise
        except JsonRpcException as error:
            log.warning("message refused: %s", error.message)
            # Written by hand: pygls leaves out an id that is null, which is the answer to a
            # message whose own id nobody can read.
            reason = {"code": error.code, "message": error.message}
            self._send_data({"jsonrpc": "2.0", "id": None, "error": reason})
        except Exception as error:  # noqa: BLE001  # no message may end the server
            _internal("a message", error)

    def _read(self, frame: Frame) -> dict[str, Any] | None:
        if frame.fault:
            raise JsonRpcInvalidRequest(message=frame.fault)
        try:
            message = json.loads(frame.body)
        except (ValueError, RecursionError) as error:
            raise JsonRpcParseError(message=f"the message is not JSON: {error}") from None
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            raise JsonRpcInvalidRequest(message="the message is no JSON-RPC 2.0 object")
        if not isinstance(message.get("id", ""), int | str):
            raise JsonRpcInvalidRequest(message="the message's id is neither a number nor a text")
        if not isinstance(message.get("method", ""), str):
            raise JsonRpcInvalidRequest(message="the message's method is no text")
        return message

    def _accept(self, message: dict[str, Any]) -> None:
        method, identity = message.get("method"), message.get("id")
        if method is None:
            self._accept_answer(message)
            return
        message.setdefault("params", None)
        if not self.initialized and method not in ("initialize", "exit"):
            self._refuse(identity, JsonRpcServerNotInitialized(message="send `initialize` first"))
            return
        if self._shutdown and method != "exit":
            self._refuse(identity, JsonRpcInvalidRequest(message="the server is shutting down"))
            return
        if method == "initialize" and self.initialized:
            self._refuse(identity, JsonRpcInvalidRequest(message="`initialize` was sent before"))
            return
        try:
            structured = self.structure_message(message)
        except (JsonRpcException, RecursionError):
            reason = JsonRpcInvalidParams(
                message=f"the parameters of {method} have the wrong shape"
            )
            self._refuse(identity, reason)
            return
        self.initialized = self.initialized or method == "initialize"
        self.handle_message(structured)

    def _accept_answer(self, message: dict[str, Any]) -> None:
        if message.get("id") not in self._request_futures:
            log.debug("an answer came to a question that was not asked")
            return
        message.setdefault("result", None)
        if message.get("error") is None:
            message.pop("error", None)
        self.handle_message(self.structure_message(message))

    def _refuse(self, identity: int | str | None, error: JsonRpcException) -> None:
        log.warning("message refused: %s", error.message)
        if identity is not None:
            self._send_response(identity, error=error.to_response_error())

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """End the talk; the process ends when `serve` returns."""
        self.exited = True

    # Without the decorator pygls does not register its own handling of texts.
    def lsp_text_document__did_open(self, params: Any) -> None:
        """Texts are kept in `documents.py`."""

    def lsp_text_document__did_change(self, params: Any) -> None:
        """Texts are kept in `documents.py`."""

    def lsp_text_document__did_close(self, params: Any) -> None:
        """Texts are kept in `documents.py`."""


class _Server(LanguageServer):
    protocol: _Protocol

    def __init__(self, name: str, version: str) -> None:
        super().__init__(name, version, protocol_cls=_Protocol, converter_factory=default_converter)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Faults are answered and logged where they arise; none becomes a message box."""


class _Writer:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._stream.flush()

    def close(self) -> None:
        self._stream.close()


def _internal(method: str, error: Exception) -> JsonRpcInternalError:
    log.error("%s failed", method, exc_info=error)
    reason = " ".join(str(error).split()) or "no reason given"
    return JsonRpcInternalError(
        message=f"Promptwell could not answer {method} ({type(error).__name__}: {reason}). "
        "This is a fault of Promptwell; its log says where it happened."
    )
