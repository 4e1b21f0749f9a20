"""Inlay hints."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.hints import to_inlay_hint
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.language.text.source import Span
from promptwell.services.editor import hints


def register(connection: Connection, session: Session) -> None:
    """Answer `inlayHint`."""

    async def inlay_hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        """Shows tokens of messages, inferred types and default values, each by a setting."""
        asked = Asked(session, params.text_document.uri)
        span = Span(asked.offset(params.range.start), asked.offset(params.range.end))
        found = await asked.answer(lambda: hints.hints(asked.snapshot, asked.path, span))
        return [to_inlay_hint(hint, asked.positions) for hint in found]

    options = types.InlayHintOptions(resolve_provider=False)
    connection.on_request(types.TEXT_DOCUMENT_INLAY_HINT, inlay_hints, options)
