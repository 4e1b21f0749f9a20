"""Completion."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.completion import to_completion
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import completion

MOST_ITEMS = 200
_TRIGGERS = ["{", "%", " ", ".", "|", "[", '"', "'", "/", ":", "-"]


def register(connection: Connection, session: Session) -> None:
    """Answer `textDocument/completion`."""

    async def complete(params: types.CompletionParams) -> types.CompletionList:
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        items = await asked.answer(lambda: completion.complete(asked.snapshot, asked.path, offset))
        snippets = session.can("text_document", "completion", "completion_item", "snippet_support")
        return to_completion(items, asked.positions, snippets=snippets, most=MOST_ITEMS)

    options = types.CompletionOptions(trigger_characters=_TRIGGERS)
    connection.on_request(types.TEXT_DOCUMENT_COMPLETION, complete, options)
