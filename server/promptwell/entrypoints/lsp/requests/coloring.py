"""Semantic tokens: of a whole document, of what changed in it, of a range."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.semantic_tokens import LEGEND, TokenAnswers, to_numbers
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.language.text.source import Span
from promptwell.services.editor import coloring


def register(connection: Connection, session: Session) -> None:
    """Answer the requests for semantic tokens."""
    answers = TokenAnswers()

    async def numbers(asked: Asked, span: Span | None = None) -> list[int]:
        # Counting columns belongs to the work that a long text has done in a thread.
        return await asked.answer(
            lambda: to_numbers(
                coloring.semantic_tokens(asked.snapshot, asked.path, span), asked.positions
            )
        )

    async def full(params: types.SemanticTokensParams) -> types.SemanticTokens:
        """Tells the words of a template apart: inputs, template names, macros, filters, unknown names."""
        asked = Asked(session, params.text_document.uri)
        return answers.full(asked.path, await numbers(asked))

    async def delta(
        params: types.SemanticTokensDeltaParams,
    ) -> types.SemanticTokens | types.SemanticTokensDelta:
        """What has changed in the tokens since the client last asked."""
        asked = Asked(session, params.text_document.uri)
        found = await numbers(asked)
        return answers.difference(asked.path, params.previous_result_id, found)

    async def in_range(params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        """The tokens of the part of the document that is on the screen."""
        asked = Asked(session, params.text_document.uri)
        span = Span(asked.offset(params.range.start), asked.offset(params.range.end))
        return types.SemanticTokens(await numbers(asked, span))

    connection.on_request(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, full, LEGEND)
    connection.on_request(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, delta, LEGEND)
    connection.on_request(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, in_range, LEGEND)
