"""The session's beginning and end, its log level."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.client_process import follow
from promptwell.entrypoints.lsp.configuration import ask_for_settings
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.late import load_all
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.requests.workspace import watch_files
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.uris import uri_of

# The first diagnostics are out by then, in seconds; what is not needed for them is loaded after it.
_LATER = 0.5


def register(
    connection: Connection,
    session: Session,
    publisher: Publisher,
    when_begun: Callable[[], None],
) -> None:
    """Answer `initialize`, `initialized`, `$/setTrace` and `shutdown`."""

    async def initialize(params: types.InitializeParams) -> None:
        """Takes in what the client can do, its folders and settings, and answers what the server offers."""
        client = params.client_info.name if params.client_info else ""
        session.begin(params.capabilities, _settings(params.initialization_options), client)
        for uri in _folders(params):
            session.add_folder(uri)
        session.follow_log_settings()
        follow(connection, params.process_id)
        if params.trace is not None:
            trace(params.trace)
        # The first document that is opened is checked at once; until then there is time.
        connection.start(session.analyst.rules(), "loading the rules")

    def initialized(_: types.InitializedParams) -> None:
        """Begins to read the workspace, to watch files and to ask for settings."""
        for root in session.workspace.roots():
            publisher.learn(root)
        # One after the other would let a client that answers none hold up the rest.
        connection.start(watch_files(connection, session), types.CLIENT_REGISTER_CAPABILITY)
        asking = ask_for_settings(connection, session, publisher)
        connection.start(asking, types.WORKSPACE_CONFIGURATION)
        connection.start(begin(), types.INITIALIZED)

    async def begin() -> None:
        loop = asyncio.get_running_loop()

        def check_again() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(publisher.all)

        session.tokenizers.on_ready = check_again
        await session.analyst.rules()
        await asyncio.sleep(_LATER)
        await load_all()
        await session.analyst.aside(when_begun)
        session.garbage.begin()

    def set_trace(params: types.SetTraceParams) -> None:
        """Tell of each message, and how long it took, in `$/logTrace` and in the log."""
        trace(params.value)

    def trace(value: types.TraceValue) -> None:
        connection.trace = value
        session.log.trace(value.value)

    async def shutdown(_: object) -> None:
        """Begins nothing more."""
        session.analyst.close()

    connection.on_request(types.INITIALIZE, initialize)
    connection.on_notification(types.INITIALIZED, initialized)
    connection.on_notification(types.SET_TRACE, set_trace)
    connection.on_request(types.SHUTDOWN, shutdown)


def _settings(options: Any) -> Mapping[str, Any]:
    """The settings among what an editor sends: by themselves or under `settings`."""
    if not isinstance(options, Mapping):
        return {}
    inner = options.get("settings", options)
    return inner if isinstance(inner, Mapping) else {}


def _folders(params: types.InitializeParams) -> list[str]:
    if params.workspace_folders:
        return [folder.uri for folder in params.workspace_folders]
    if params.root_uri:
        return [params.root_uri]
    return [uri_of(params.root_path)] if params.root_path else []
