"""Puts the language server together."""

from __future__ import annotations

from typing import BinaryIO

from promptwell import __version__
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.requests import (
    changes,
    completion,
    documents,
    lifecycle,
    navigation,
    workspace,
)
from promptwell.entrypoints.lsp.session import Session


def serve(incoming: BinaryIO, outgoing: BinaryIO, *, log_level: str = "warning") -> int:
    """Talk with one client over two streams until it leaves; the process's exit code."""
    connection = Connection("promptwell", __version__)
    session = Session(connection)
    session.log_level = log_level
    publisher = Publisher(session)
    lifecycle.register(connection, session, publisher)
    documents.register(connection, session, publisher)
    workspace.register(connection, session, publisher)
    completion.register(connection, session)
    navigation.register(connection, session)
    changes.register(connection, session, publisher)
    return connection.serve(incoming, outgoing)
