"""Documents that are opened, changed, saved and closed."""

from __future__ import annotations

import logging

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.documents import Change, OpenDocument
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session, place_of
from promptwell.entrypoints.lsp.uris import path_of
from promptwell.language.syntax.foreign import owner_of

log = logging.getLogger(__name__)


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `didOpen`, `didChange`, `didSave` and `didClose`."""

    def opened(params: types.DidOpenTextDocumentParams) -> None:
        """Takes in a document. Opening it again replaces its text."""
        item = params.text_document
        path = path_of(item.uri)
        document = session.documents.open(item.uri, path, item.version, item.text)
        if document.positions is None:
            log.warning("%s is too large to be kept", path)
        else:
            session.workspace.open(path, document.text, item.language_id)
        publisher.opened(path)
        tell_of_owner(path)

    told: set[str] = set()

    def tell_of_owner(path: str) -> None:
        """Say once in a session why nothing is said about a file of BAML or POML."""
        owner = owner_of(path, session.workspace.snapshot(path).project.associations)
        if owner and not told:
            told.add(owner)
            message = (
                f"{owner} has a language server of its own: Promptwell leaves its files to it."
            )
            shown = types.ShowMessageParams(types.MessageType.Info, message)
            connection.notify(types.WINDOW_SHOW_MESSAGE, shown)

    def changed(params: types.DidChangeTextDocumentParams) -> None:
        """Takes in edits, each made to the text that the one before it left.

        An edit to an older version is left out.
        """
        path = path_of(params.text_document.uri)
        changes = [_change(each) for each in params.content_changes]
        before = session.documents.get(path)
        document = session.documents.change(path, params.text_document.version, changes)
        if document is None:
            reason = "it is not open" if before is None else "its version is older than the text"
            log.warning("a change of %s was left out: %s", path, reason)
            return
        _take(document)
        session.garbage.typed()
        publisher.edited(path)

    def _take(document: OpenDocument) -> None:
        if document.positions is None:
            session.workspace.close(document.path)
        else:
            session.workspace.edit(document.path, document.text)

    def saved(params: types.DidSaveTextDocumentParams) -> None:
        """Checks a large document with every rule, which it is not while one types.

        Where the workspace has a store, the engine records the text as a version of the prompt.
        """
        path = path_of(params.text_document.uri)
        publisher.saved(path)
        session.saved(path)

    def closed(params: types.DidCloseTextDocumentParams) -> None:
        """Lets the file on disk count again."""
        path = path_of(params.text_document.uri)
        if session.documents.get(path) is None:
            return
        session.documents.close(path)
        session.differences.stop(path)
        session.workspace.close(path)
        publisher.closed(path, params.text_document.uri)

    connection.on_notification(types.TEXT_DOCUMENT_DID_OPEN, opened)
    connection.on_notification(types.TEXT_DOCUMENT_DID_CHANGE, changed)
    connection.on_notification(types.TEXT_DOCUMENT_DID_SAVE, saved)
    connection.on_notification(types.TEXT_DOCUMENT_DID_CLOSE, closed)


def _change(event: types.TextDocumentContentChangeEvent) -> Change:
    if isinstance(event, types.TextDocumentContentChangePartial):
        return Change(place_of(event.range.start), place_of(event.range.end), event.text)
    return Change(None, None, event.text)
