"""Diagnostics that the client asks for: of one document, of the whole workspace."""

from __future__ import annotations

import asyncio
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.findings import Findings
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.uris import path_of
from promptwell.entrypoints.lsp.workspace_report import Report, WorkspaceReport

IDENTIFIER = "promptwell"

# A change is seldom alone: who types goes on.
_MORE_CHANGES = 0.3

DocumentReport = (
    types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport
)
Related = dict[str, types.FullDocumentDiagnosticReport | types.UnchangedDocumentDiagnosticReport]


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `textDocument/diagnostic` and `workspace/diagnostic`."""
    pulled = _Pulled(connection, session, publisher)
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier=IDENTIFIER
    )
    connection.on_request(types.TEXT_DOCUMENT_DIAGNOSTIC, pulled.document, options)
    connection.on_request(types.WORKSPACE_DIAGNOSTIC, pulled.workspace)
    connection.on_capabilities(pulled.offered)


class _Pulled:
    def __init__(self, connection: Connection, session: Session, publisher: Publisher) -> None:
        self._connection = connection
        self._session = session
        self._publisher = publisher
        self._everything = WorkspaceReport(session, publisher)
        self._answered = False

    def offered(self, capabilities: types.ServerCapabilities) -> None:
        if not self._session.pulls:
            capabilities.diagnostic_provider = None

    async def document(self, params: types.DocumentDiagnosticParams) -> DocumentReport:
        """What is wrong in a document, or that it is what the client knows already.

        The answer is about the text as it is when it is sent. Where the client takes them, the reports
        of other open documents that this one changed come along.
        """
        path = path_of(params.text_document.uri)
        found = await self._publisher.settled(path)
        self._publisher.told(path, found)
        related = await self._related(path, found)
        if found.result_id == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(found.result_id, related)
        return types.RelatedFullDocumentDiagnosticReport(
            found.items, related, "full", found.result_id
        )

    async def workspace(self, params: types.WorkspaceDiagnosticParams) -> dict[str, Any]:
        """What is wrong in all files of the workspace, those included that nobody has opened.

        Where nothing is new to the client the answer waits until something is, so that a client
        which asks again and again does so when there is a reason.
        """
        previous = {path_of(each.uri): each.value for each in params.previous_result_ids}
        while True:
            moment = self._publisher.moment
            left, news = await self._reports(previous, params.partial_result_token)
            if news or not self._answered:
                self._answered = True
                return {"items": left}
            await self._publisher.change_after(moment)
            await asyncio.sleep(_MORE_CHANGES)

    async def _related(self, path: str, found: Findings) -> Related | None:
        if not self._session.can("text_document", "diagnostic", "related_document_support"):
            return None
        related: Related = {}
        for other, each in (await self._publisher.related(path, found)).items():
            self._publisher.told(other, each)
            report = types.FullDocumentDiagnosticReport(each.items, "full", each.result_id)
            related[self._session.uri(other)] = report
        return related or None

    async def _reports(
        self, previous: dict[str, str], token: types.ProgressToken | None
    ) -> tuple[list[Report], bool]:
        """The reports that are still to be sent, and whether any of all is news."""
        left: list[Report] = []
        news = False
        async for reports in self._everything.reports(previous):
            has_news = any(each["kind"] == "full" for each in reports)
            news = news or has_news
            if token is not None and has_news:
                part = types.ProgressParams(token, {"items": reports})
                self._connection.notify(types.PROGRESS, part)
            else:
                left += reports
        return left, news
