"""Formatting: a document, ranges of it, and while somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.edits import to_text_edits
from promptwell.entrypoints.lsp.session import Asked, Session, place_of
from promptwell.language.features.formatting.on_type import TRIGGERS
from promptwell.services.editor import formatting


def register(connection: Connection, session: Session) -> None:
    """Answer `formatting`, `rangeFormatting`, `rangesFormatting` and `onTypeFormatting`."""

    async def whole(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        """Formats front matter and template tags; the text of the prompt stays as it is."""
        asked = Asked(session, params.text_document.uri)
        trim = _trims(params.options)
        edits = await asked.answer(
            lambda: formatting.format_document(asked.snapshot, asked.path, trim=trim)
        )
        return to_text_edits(edits, asked.positions)

    async def in_ranges(
        document: types.TextDocumentIdentifier,
        ranges: Sequence[types.Range],
        options: types.FormattingOptions,
    ) -> list[types.TextEdit]:
        asked = Asked(session, document.uri)
        spans = [asked.positions.span(place_of(each.start), place_of(each.end)) for each in ranges]
        trim = _trims(options)
        edits = await asked.answer(
            lambda: formatting.format_ranges(asked.snapshot, asked.path, spans, trim=trim)
        )
        return to_text_edits(edits, asked.positions)

    async def one_range(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        """Formats what lies in a range."""
        return await in_ranges(params.text_document, [params.range], params.options)

    async def several(params: types.DocumentRangesFormattingParams) -> list[types.TextEdit]:
        """Formats what lies in several ranges."""
        return await in_ranges(params.text_document, params.ranges, params.options)

    async def typed(params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
        """Adds the end of a block while one types its beginning."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        edits = await asked.answer(
            lambda: formatting.on_type(asked.snapshot, asked.path, offset, params.ch)
        )
        return to_text_edits(edits, asked.positions)

    connection.on_request(types.TEXT_DOCUMENT_FORMATTING, whole)
    ranges = types.DocumentRangeFormattingOptions(ranges_support=True)
    connection.on_request(types.TEXT_DOCUMENT_RANGE_FORMATTING, one_range, ranges)
    connection.on_request(types.TEXT_DOCUMENT_RANGES_FORMATTING, several)
    first, *more = TRIGGERS
    triggers = types.DocumentOnTypeFormattingOptions(first, more)
    connection.on_request(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, typed, triggers)


def _trims(options: types.FormattingOptions) -> bool:
    """Whether spaces at line ends go; an editor that doesn't say leaves it to us."""
    return options.trim_trailing_whitespace is not False
