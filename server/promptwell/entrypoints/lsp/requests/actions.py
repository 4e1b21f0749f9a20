"""Code actions: what is offered, and what a chosen one does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.actions import to_code_action
from promptwell.entrypoints.lsp.convert.diagnostics import to_diagnostic
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Asked, Session, place_of
from promptwell.language.features.actions.action import KINDS, Change, CodeAction
from promptwell.language.text.source import Span
from promptwell.services.editor import actions as acting
from promptwell.services.editor import changes as changing
from promptwell.services.editor import checking

REVERT = "refactor.rewrite.revert"
_AUTOMATIC = types.CodeActionTriggerKind.Automatic


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `codeAction` and `codeAction/resolve`."""

    def offers(asked: Asked, span: Span, only: Sequence[str]) -> Callable[[], list[CodeAction]]:
        found = publisher.diagnostics(asked.path, asked.positions)
        creates = _creates(session)

        def question() -> list[CodeAction]:
            wrong = checking.diagnose(asked.snapshot, asked.path) if found is None else found
            return acting.code_actions(
                asked.snapshot, asked.path, span, wrong, only, creates=creates
            )

        return question

    async def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        """Offers fixes and rewrites for a range, the safe ones first, and the fixes of the whole file by kind.

        Where the document is compared (`promptwell/diff`), also the way back to what stood there.
        """
        asked = Asked(session, params.text_document.uri)
        span = asked.positions.span(place_of(params.range.start), place_of(params.range.end))
        actions = await asked.answer(offers(asked, span, _only(params.context)))
        reasons = session.can("text_document", "code_action", "disabled_support")
        lazily = _resolves(session)
        of = session.positions_of(asked.snapshot)
        answer = []
        for action in actions:
            about = [
                to_diagnostic(each, asked.path, of, session.uri) for each in action.diagnostics
            ]
            if action.refusal:
                if reasons and params.context.trigger_kind != _AUTOMATIC:
                    answer.append(to_code_action(action, about))
            elif lazily:
                data = _Offered.of(asked, params.text_document.uri, span)._asdict()
                answer.append(to_code_action(action, about, data=data))
            else:
                edit = _edit(session, asked, action.change())
                answer.append(to_code_action(action, about, edit=edit))
        answer += await asked.answer(lambda: _reverts(session, asked, span, _only(params.context)))
        return answer

    async def resolve(action: types.CodeAction) -> types.CodeAction:
        """Adds the edit to an action that was offered without it."""
        if action.edit is not None:
            return action
        offered = _Offered.read(action.data)
        asked = Asked(session, offered.uri)
        span = Span(offered.start, offered.end)
        if offered != _Offered.of(asked, offered.uri, span):
            raise acting.ActionGoneError(
                f"'{action.title}' was offered for a text that has changed since: "
                "ask for the actions again"
            )
        kind = str(getattr(action.kind, "value", action.kind))
        question = offers(asked, span, [kind])
        change = await asked.answer(lambda: acting.change_of(question(), action.title, kind))
        action.edit = _edit(session, asked, change)
        return action

    options = types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True)
    connection.on_request(types.TEXT_DOCUMENT_CODE_ACTION, code_actions, options)
    connection.on_request(types.CODE_ACTION_RESOLVE, resolve)


class _Offered(NamedTuple):
    """Where an action was offered: the document, a digest of its text, and the range."""

    uri: str
    text: str
    start: int
    end: int

    @classmethod
    def of(cls, asked: Asked, uri: str, span: Span) -> _Offered:
        text = asked.positions.source.text.encode("utf-8", "surrogatepass")
        return cls(uri, hashlib.blake2s(text, digest_size=8).hexdigest(), span.start, span.end)

    @classmethod
    def read(cls, data: Any) -> _Offered:
        """What a client sends back.

        Raises:
            ActionGoneError: it is nothing that was sent to it.
        """
        wanted = {"uri": str, "text": str, "start": int, "end": int}
        if not isinstance(data, dict) or any(
            not isinstance(data.get(name), each) for name, each in wanted.items()
        ):
            raise acting.ActionGoneError(
                "this action carries no data of Promptwell's: ask for the actions again"
            )
        return cls(*(data[name] for name in wanted))


def _edit(session: Session, asked: Asked, change: Change) -> types.WorkspaceEdit:
    return session.edit(asked.snapshot, change.edits, change.created)


def _reverts(
    session: Session, asked: Asked, span: Span, only: Sequence[str]
) -> list[types.CodeAction]:
    """What takes back the changes in a range, where a client shows them."""
    if only and not any(f"{REVERT}.".startswith(f"{each}.") for each in only):
        return []
    shown = session.differences.shown(asked.path, asked.positions.source.text)
    title = changing.revert_title(shown, span) if shown else ""
    if shown is None or not title:
        return []
    touched = shown.reverting(span)
    edit = session.edit(asked.snapshot, {asked.path: tuple(each for _, each in touched)})
    return [types.CodeAction(title, kind=REVERT, edit=edit)]


def _only(context: types.CodeActionContext) -> list[str]:
    """The kinds that are asked for by name."""
    return [str(getattr(each, "value", each)) for each in context.only or ()]


def _resolves(session: Session) -> bool:
    """Whether the client asks for the edit of the action that is chosen."""
    able = session.capabilities.text_document and session.capabilities.text_document.code_action
    support = able.resolve_support if able else None
    return bool(able and able.data_support and support and "edit" in support.properties)


def _creates(session: Session) -> bool:
    """Whether the client can make files; one that can takes edits by document as well."""
    workspace = session.capabilities.workspace
    able = workspace.workspace_edit if workspace else None
    return types.ResourceOperationKind.Create in ((able and able.resource_operations) or ())
