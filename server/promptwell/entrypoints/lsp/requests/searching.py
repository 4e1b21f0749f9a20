"""Names of the whole workspace."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.symbols import to_workspace_symbol
from promptwell.entrypoints.lsp.session import Session
from promptwell.services.editor import searching


def register(connection: Connection, session: Session) -> None:
    """Answer `workspace/symbol`."""

    async def symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        """Finds prompts, inputs, macros and blocks of all folders by a part of their names."""
        results = searching.search(session.workspace.snapshots(), params.query)
        encoding = session.documents.encoding
        return [
            to_workspace_symbol(found.symbol, session.uri(found.path), shown_path, encoding)
            for found, shown_path in results
        ]

    connection.on_request(types.WORKSPACE_SYMBOL, symbols)
