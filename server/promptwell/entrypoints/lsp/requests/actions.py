"""Code actions."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.actions import to_code_action
from promptwell.entrypoints.lsp.convert.diagnostics import to_diagnostic
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Asked, Session, place_of
from promptwell.language.features.code_actions import CodeAction
from promptwell.services.editor import actions as acting
from promptwell.services.editor import checking

_KINDS = ["quickfix", "refactor.rewrite", "source.fixAll"]


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer `codeAction`."""

    async def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        asked = Asked(session, params.text_document.uri)
        span = asked.positions.span(place_of(params.range.start), place_of(params.range.end))
        found = publisher.diagnostics(asked.path, asked.positions)
        only = params.context.only

        def question() -> list[CodeAction]:
            wrong = checking.diagnose(asked.snapshot, asked.path) if found is None else found
            offered = acting.code_actions(asked.snapshot, asked.path, span, wrong)
            every = acting.fix_all(asked.snapshot, asked.path, wrong) if only else None
            if every is not None and every not in offered:
                offered.append(every)
            return offered

        actions = await asked.answer(question)
        of = session.positions_of(asked.snapshot)
        return [
            to_code_action(
                action,
                session.edit(asked.snapshot, action.edits),
                [to_diagnostic(each, asked.path, of, session.uri) for each in action.diagnostics],
            )
            for action in actions
            if _wanted(action.kind, only)
        ]

    action_options = types.CodeActionOptions(code_action_kinds=list(_KINDS))
    connection.on_request(types.TEXT_DOCUMENT_CODE_ACTION, code_actions, action_options)


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind is one of those asked for, or all are."""
    if not only:
        return True
    asked = [str(getattr(each, "value", each)) for each in only]
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in asked)
