"""Folding and selection ranges."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.structure import to_folding_range, to_selection_range
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import structure


def register(connection: Connection, session: Session) -> None:
    """Answer the requests about how a document is built."""

    async def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        asked = Asked(session, params.text_document.uri)
        client = session.capabilities.text_document
        most = client.folding_range.range_limit if client and client.folding_range else None
        found = await asked.answer(lambda: structure.folds(asked.snapshot, asked.path, most))
        return [to_folding_range(fold, asked.positions) for fold in found]

    async def selection(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        asked = Asked(session, params.text_document.uri)
        offsets = [asked.offset(position) for position in params.positions]
        found = await asked.answer(
            lambda: structure.selections(asked.snapshot, asked.path, offsets)
        )
        return [to_selection_range(spans, asked.positions) for spans in found]

    connection.on_request(types.TEXT_DOCUMENT_FOLDING_RANGE, folding)
    connection.on_request(types.TEXT_DOCUMENT_SELECTION_RANGE, selection)
