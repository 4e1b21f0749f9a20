"""A pygls server that publishes one diagnostic: what the library costs before anything is done with it."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("bare", "1")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def opened(params: types.DidOpenTextDocumentParams) -> None:
    """Publish."""
    publish(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def changed(params: types.DidChangeTextDocumentParams) -> None:
    """Publish again."""
    publish(params.text_document.uri, params.text_document.version)


def publish(uri: str, version: int) -> None:
    """One diagnostic at the document's start."""
    start = types.Position(0, 0)
    diagnostic = types.Diagnostic(types.Range(start, start), "here", source="bare")
    params = types.PublishDiagnosticsParams(uri, [diagnostic], version)
    server.text_document_publish_diagnostics(params)


if __name__ == "__main__":
    server.start_io()
