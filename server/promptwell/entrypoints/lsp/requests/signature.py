"""Signature help."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.signature import to_signature_help
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import signature


def register(connection: Connection, session: Session) -> None:
    """Answer `textDocument/signatureHelp`."""

    async def signature_help(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        """Shows what a macro, filter, test or function takes, and which argument is being written."""
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        found = await asked.answer(
            lambda: signature.signature_help(asked.snapshot, asked.path, offset)
        )
        information = ("text_document", "signature_help", "signature_information")
        offsets = session.can(*information, "parameter_information", "label_offset_support")
        return to_signature_help(found, offsets=offsets) if found else None

    options = types.SignatureHelpOptions(
        trigger_characters=["(", ","], retrigger_characters=[")", "=", " "]
    )
    connection.on_request(types.TEXT_DOCUMENT_SIGNATURE_HELP, signature_help, options)
