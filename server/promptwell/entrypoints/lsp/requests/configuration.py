"""The editor's settings that change."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.configuration import ask_for_settings, take_what_was_sent
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `didChangeConfiguration`."""

    def changed(params: types.DidChangeConfigurationParams) -> None:
        """Ask for the settings, or take those that came along where the client can't be asked."""
        if session.can("workspace", "configuration"):
            asking = ask_for_settings(connection, session, publisher)
            connection.start(asking, types.WORKSPACE_CONFIGURATION)
        else:
            take_what_was_sent(session, publisher, params.settings)

    connection.on_notification(types.WORKSPACE_DID_CHANGE_CONFIGURATION, changed)
