"""Serving the application until somebody ends it or nobody needs it."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Generator

import uvicorn
from starlette.types import ASGIApp

from promptwell.bootstrap.engine import LivingEngine
from promptwell.errors import UsageError

_KEEP_ALIVE_SECONDS = 30
_TICKS_OF_A_SECOND = 10
# What is being done when the engine has to end may take so long.
_FAREWELL_SECONDS = 10
# What only reads takes its fields in the address; by itself the server refuses one above 64 kB as no HTTP at all.
_LONGEST_ADDRESS = 1024 * 1024


class _Server(uvicorn.Server):
    """Serves an engine; it ends in order at a signal, as the store still has to be let go."""

    def __init__(self, config: uvicorn.Config, engine: LivingEngine) -> None:
        super().__init__(config)
        self._engine = engine

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say where."""
        await super().startup(sockets)
        self._engine.listens(self.servers[0].sockets[0].getsockname()[1])

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to end. Each second: whether it still has its store."""
        if counter % _TICKS_OF_A_SECOND == 0:
            self._engine.keep_its_place()
        self.should_exit |= self._engine.is_idle()
        return await super().on_tick(counter)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take the signals that end a process, and give them back."""
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread can take them
            return
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve_until_left(app: ASGIApp, engine: LivingEngine, listening: socket.socket) -> None:
    """Serve on a socket that listens, until the engine leaves; calls that run are finished."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
        http="h11",  # httptools, which comes with some extras, takes no address above 64 kB
        h11_max_incomplete_event_size=_LONGEST_ADDRESS,
    )
    server = _Server(config, engine)
    engine.leave = lambda: setattr(server, "should_exit", True)
    server.run([listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        UsageError: the address can't be listened on.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{host}:{port} can't be listened on: {reason}") from error
