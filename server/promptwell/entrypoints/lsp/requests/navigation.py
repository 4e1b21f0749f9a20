"""Definition, references and the outline."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.convert.symbols import to_flat_symbols, to_symbol
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.language.features.location import Location
from promptwell.services.editor import navigation as looking

Outline = list[types.DocumentSymbol] | list[types.SymbolInformation]


def register(connection: Connection, session: Session) -> None:
    """Answer the requests that look and change nothing."""

    def locations(asked: Asked, found: Sequence[Location]) -> list[types.Location]:
        of = session.positions_of(asked.snapshot)
        return [types.Location(session.uri(path), to_range(of(path), span)) for path, span in found]

    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        """Finds where a name is declared or a file that is included."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        found = await asked.answer(lambda: looking.definition(asked.snapshot, asked.path, offset))
        return locations(asked, found)

    async def references(params: types.ReferenceParams) -> list[types.Location]:
        """Finds where a name is used, in every file that means it."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        wanted = params.context.include_declaration
        found = await asked.answer(
            lambda: looking.references(asked.snapshot, asked.path, offset, declaration=wanted)
        )
        return locations(asked, found)

    async def symbols(params: types.DocumentSymbolParams) -> Outline:
        """The outline: inputs, messages by role, sections, blocks and macros."""
        asked = Asked(session, params.text_document.uri)
        found = await asked.answer(lambda: looking.symbols(asked.snapshot, asked.path))
        nested = "hierarchical_document_symbol_support"
        if session.can("text_document", "document_symbol", nested):
            return [to_symbol(item, asked.positions) for item in found]
        return to_flat_symbols(found, asked.positions, params.text_document.uri)

    connection.on_request(types.TEXT_DOCUMENT_DEFINITION, definition)
    connection.on_request(types.TEXT_DOCUMENT_REFERENCES, references)
    connection.on_request(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols)
