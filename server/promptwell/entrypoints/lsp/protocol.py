"""pygls' protocol without its texts and its reading, and with an answer to every faulty message."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Generator
from typing import Any, BinaryIO

import attrs
from cattrs.gen import make_dict_structure_fn, override
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
    JsonRpcServerNotInitialized,
)
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from promptwell.entrypoints.lsp.frames import Frame

log = logging.getLogger(__name__)

Message = dict[str, Any]


class Protocol(LanguageServerProtocol):
    """Messages come in by `arrive` and are answered, one after the other, by `handle_next`."""

    initialized = False

    def __init__(self, server: LanguageServer, converter: Any) -> None:
        super().__init__(server, converter)
        self._left = False
        self._hung_up = False
        self._waiting: deque[Message] = deque()
        self._news = asyncio.Event()
        self.on_capabilities: list[Callable[[types.ServerCapabilities], None]] = []
        self._own: dict[str, tuple[type[Any], bool]] = {}
        self._own_types: dict[str, type[Any]] = {}

    def takes(self, method: str, params: type[Any], *, answered: bool) -> None:
        """Read the parameters of a method of our own as this class, whose names are in camel case on the way."""
        self._own[method] = params, answered

    def get_message_type(self, method: str) -> type[Any] | None:  # type: ignore[override]  # pygls' is cached
        """The class that a message of a method is read as; those of our own are made when they are needed."""
        if method not in self._own:
            found: type[Any] | None = super().get_message_type(method)
            return found
        if method not in self._own_types:
            self._own_types[method] = self._own_type(*self._own[method])
        return self._own_types[method]

    def _own_type(self, params: type[Any], answered: bool) -> type[Any]:
        names = {each.name: override(rename=_camel(each.name)) for each in attrs.fields(params)}
        hook: Any = make_dict_structure_fn(params, self._converter, **names)  # type: ignore[arg-type]  # one a name
        self._converter.register_structure_hook(params, hook)
        fields: dict[str, Any] = {"method": str, "params": params, "jsonrpc": str}
        if answered:
            fields["id"] = int | str
        return attrs.make_class(
            "OwnMessage", {name: attrs.field(type=each) for name, each in fields.items()}
        )

    @property
    def exit_code(self) -> int:
        """0 after an orderly `shutdown`, else 1, as the protocol asks."""
        return 0 if self._shutdown else 1

    @property
    def _futures(self) -> dict[Any, Any]:
        """The requests of both sides that are under way: asyncio's are those of the client."""
        return self._request_futures

    @property
    def converter(self) -> Any:
        """Plain values to and from protocol types."""
        return self._converter

    def leave(self) -> None:
        """End the talk now; the process ends when `serve` returns."""
        self._left = True
        self._news.set()

    def hang_up(self) -> None:
        """End the talk after the messages that have come already."""
        self._hung_up = True
        self._news.set()

    def arrive(self, frame: Frame) -> None:
        """Take in a message; whatever is wrong with it is answered or logged, never raised.

        It waits for its turn, except that a cancellation goes before everything: the request that
        it means may wait itself, and then costs nothing more.
        """
        try:
            message = self._read(frame)
        except JsonRpcException as error:
            log.warning("message refused: %s", error.message)
            # Written by hand: pygls leaves out an id that is null, which is the answer to a
            # message whose own id nobody can read.
            reason = {"code": error.code, "message": error.message}
            self._send_data({"jsonrpc": "2.0", "id": None, "error": reason})
            return
        if message.get("method") == types.CANCEL_REQUEST:
            self._cancel(message.get("params"))
            return
        self._waiting.append(message)
        self._news.set()

    async def next(self) -> Message | None:
        """The message whose turn it is; None once there will be no more."""
        while not (self._waiting or self._left or self._hung_up):
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft() if self._waiting and not self._left else None

    def handle(self, message: Message) -> None:
        """Answer a message, or begin to; nothing that is wrong with it is raised."""
        try:
            self._accept(message)
        except Exception as error:  # noqa: BLE001  # no message may end the server
            internal("a message", error)

    def _read(self, frame: Frame) -> Message:
        if frame.fault:
            raise JsonRpcInvalidRequest(message=frame.fault)
        try:
            message = json.loads(frame.body)
        except (ValueError, RecursionError) as error:
            raise JsonRpcParseError(message=f"the message is not JSON: {error}") from None
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            raise JsonRpcInvalidRequest(message="the message is no JSON-RPC 2.0 object")
        if not _is_identity(message.get("id", "")):
            raise JsonRpcInvalidRequest(message="the message's id is neither a number nor a text")
        if not isinstance(message.get("method", ""), str):
            raise JsonRpcInvalidRequest(message="the message's method is no text")
        return message

    def _cancel(self, params: Any) -> None:
        identity = params.get("id") if isinstance(params, dict) else None
        if not _is_identity(identity):
            log.warning("message refused: a cancellation that names no request")
            return
        for message in self._waiting:
            if "method" in message and message.get("id") == identity:
                self._waiting.remove(message)
                self._refuse(identity, JsonRpcRequestCancelled(message="canceled before it began"))
                return
        # A future of another kind belongs to a question of ours or to the session's beginning or end.
        running = self._futures.get(identity)
        if isinstance(running, asyncio.Future):
            running.cancel()

    def _accept(self, message: Message) -> None:
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
        if method == types.WORKSPACE_DID_CHANGE_CONFIGURATION and message["params"] is None:
            message["params"] = {"settings": None}
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

    def _accept_answer(self, message: Message) -> None:
        identity = message.get("id")
        future = self._futures.get(identity)
        if future is None or isinstance(future, asyncio.Future):
            log.debug("an answer came to a question that was not asked")
            return
        message.setdefault("result", None)
        if message.get("error") is None:
            message.pop("error", None)
        try:
            structured = self.structure_message(message)
        except (JsonRpcException, RecursionError):
            del self._futures[identity]
            future.set_exception(JsonRpcInvalidParams(message="the answer has the wrong shape"))
            return
        self.handle_message(structured)

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        if error is not None:
            super()._send_response(msg_id, error=error)
            return
        # Written by hand: pygls would copy a result that is plain JSON already, item by item.
        self._send_data({"jsonrpc": "2.0", "id": msg_id, "result": result})

    def _refuse(self, identity: int | str | None, error: JsonRpcException) -> None:
        log.warning("message refused: %s", error.message)
        if identity is not None:
            self._send_response(identity, error=error.to_response_error())

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Answer with what is registered, as far as it serves this client."""
        result = yield from super().lsp_initialize(params)
        for change in self.on_capabilities:
            change(result.capabilities)
        return result

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(
        self, params: types.ExecuteCommandParams
    ) -> Generator[Any, Any, Any]:
        """Commands are a request as any other; pygls would have a handler for each of them."""
        result = yield self.fm.features[types.WORKSPACE_EXECUTE_COMMAND], (params,), None
        return result

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """End the talk."""
        self.leave()

    # Without the decorator pygls does not register its own handling of texts.
    def lsp_text_document__did_open(self, params: Any) -> None:
        """Texts are kept in `documents.py`."""

    def lsp_text_document__did_change(self, params: Any) -> None:
        """Texts are kept in `documents.py`."""

    def lsp_text_document__did_close(self, params: Any) -> None:
        """Texts are kept in `documents.py`."""


class Server(LanguageServer):
    """What pygls wants around a protocol."""

    protocol: Protocol

    def __init__(self, name: str, version: str) -> None:
        super().__init__(name, version, protocol_cls=Protocol, converter_factory=default_converter)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Faults are answered and logged where they arise; none becomes a message box."""


class Writer:
    """The way out. `broken` is called when the client no longer listens."""

    def __init__(self, stream: BinaryIO, broken: Callable[[], None]) -> None:
        self._stream = stream
        self._broken = broken

    def write(self, data: bytes) -> None:
        """Send bytes at once."""
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError:
            self._broken()

    def close(self) -> None:
        """Send nothing more."""
        self._stream.close()


def internal(method: str, error: Exception) -> JsonRpcInternalError:
    """Log a fault of ours, and what to answer to the client that met it."""
    log.error("%s failed", method, exc_info=error)
    reason = " ".join(str(error).split()) or "no reason given"
    return JsonRpcInternalError(
        message=f"Promptwell could not answer {method} ({type(error).__name__}: {reason}). "
        "This is a fault of Promptwell; its log says where it happened."
    )


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _is_identity(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)
