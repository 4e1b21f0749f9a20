"""Document links."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import links


def register(connection: Connection, session: Session) -> None:
    """Answer `documentLink`.

    Targets are complete at once, so there is nothing to resolve. They are files only: addresses
    in the text are left to the editor, and no link runs a command.
    """

    async def document_links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        """Opens the files that a prompt names: partials, samples, datasets."""
        asked = Asked(session, params.text_document.uri)
        found = await asked.answer(lambda: links.links(asked.snapshot, asked.path))
        return [
            types.DocumentLink(
                to_range(asked.positions, each.span), session.uri(each.path), each.tooltip
            )
            for each in found
        ]

    options = types.DocumentLinkOptions(resolve_provider=False)
    connection.on_request(types.TEXT_DOCUMENT_DOCUMENT_LINK, document_links, options)
