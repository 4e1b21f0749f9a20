"""Folding and selection ranges, highlights and linked editing."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.structure import (
    to_folding_range,
    to_highlight,
    to_linked_ranges,
    to_selection_range,
)
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import structure


def register(connection: Connection, session: Session) -> None:
    """Answer the requests about how a document is built."""

    async def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        """Folds front matter, messages, blocks and comments."""
        asked = Asked(session, params.text_document.uri)
        client = session.capabilities.text_document
        able = client.folding_range if client else None
        most = able.range_limit if able else None
        labels = bool(able and able.folding_range and able.folding_range.collapsed_text)
        found = await asked.answer(lambda: structure.folds(asked.snapshot, asked.path, most))
        return [to_folding_range(fold, asked.positions, labels=labels) for fold in found]

    async def selection(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        """Grows a selection by meaning: name, expression, tag, block, message."""
        asked = Asked(session, params.text_document.uri)
        offsets = [asked.offset(position) for position in params.positions]
        found = await asked.answer(
            lambda: structure.selections(asked.snapshot, asked.path, offsets)
        )
        return [to_selection_range(spans, asked.positions) for spans in found]

    async def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        """Marks what belongs together: a name and its uses, the tags of a block."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)

        def question() -> list[types.DocumentHighlight]:
            found = structure.highlights(asked.snapshot, asked.path, offset)
            return [to_highlight(each, asked.positions) for each in found]

        return await asked.answer(question)

    async def linked_editing(
        params: types.LinkedEditingRangeParams,
    ) -> types.LinkedEditingRanges | None:
        """Lets the names of a pair be edited together."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        found = await asked.answer(lambda: structure.linked(asked.snapshot, asked.path, offset))
        return to_linked_ranges(found, asked.positions) if found else None

    connection.on_request(types.TEXT_DOCUMENT_FOLDING_RANGE, folding)
    connection.on_request(types.TEXT_DOCUMENT_SELECTION_RANGE, selection)
    connection.on_request(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, highlight)
    connection.on_request(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE, linked_editing)
