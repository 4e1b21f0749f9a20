"""Puts the language server together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from promptwell import __version__
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.log import Log
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.requests import (
    actions,
    coloring,
    commands,
    completion,
    configuration,
    diagnostics,
    differences,
    documents,
    file_moves,
    formatting,
    hints,
    hover,
    lenses,
    lifecycle,
    links,
    navigation,
    renaming,
    searching,
    signature,
    structure,
    workspace,
)
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.staleness import watch


def serve(
    incoming: BinaryIO,
    outgoing: BinaryIO,
    *,
    log_level: str = "",
    when_begun: Callable[[], None] = lambda: None,
) -> int:
    """Talk with one client over two streams until it leaves; the process's exit code.

    With a `log_level` the log has been started already; without, it follows the settings.
    `when_begun` is called in a thread once the client has its first answers.
    """
    return assemble(Log(log_level), when_begun).serve(incoming, outgoing)


def assemble(log: Log, when_begun: Callable[[], None] = lambda: None) -> Connection:
    """A connection with everything that the server answers."""
    connection = Connection("promptwell", __version__)
    session = Session(connection, log)
    connection.watch = partial(watch, session)
    publisher = Publisher(session)
    lifecycle.register(connection, session, publisher, when_begun)
    documents.register(connection, session, publisher)
    diagnostics.register(connection, session, publisher)
    workspace.register(connection, session, publisher)
    file_moves.register(connection, session, publisher)
    configuration.register(connection, session, publisher)
    completion.register(connection, session)
    signature.register(connection, session)
    hover.register(connection, session)
    navigation.register(connection, session)
    renaming.register(connection, session)
    searching.register(connection, session)
    structure.register(connection, session)
    coloring.register(connection, session)
    links.register(connection, session)
    commands.register(connection, session, lenses.register(connection, session, publisher))
    hints.register(connection, session)
    actions.register(connection, session, publisher)
    differences.register(connection, session)
    formatting.register(connection, session)
    return connection
