"""Commands: what an editor asks the engine for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types

from promptwell.domain.security.permission import Permission
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.engine import call_engine
from promptwell.entrypoints.lsp.progress import Progress
from promptwell.entrypoints.lsp.requests.lenses import SHOW_TESTS, ShowTests
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.uris import path_of
from promptwell.errors import UsageError
from promptwell.services.operations import OPERATIONS

_PREFIX = "promptwell."


def commands() -> list[str]:
    """The commands: one for each operation that is not about who may do what on a server."""
    served = [
        each.name
        for each in OPERATIONS.values()
        if each.storeless or each.permission is not Permission.ADMINISTER
    ]
    return [SHOW_TESTS, *(f"{_PREFIX}{name}" for name in served)]


def register(connection: Connection, session: Session, show_tests: ShowTests) -> None:
    """Answer `executeCommand`."""

    async def execute(params: types.ExecuteCommandParams) -> Any:
        """Opens the first test of a prompt, or tells where it is; or has the engine do an operation.

        An operation's arguments are `[fields, uri]`: its input as an object, and a document or
        folder of the workspace that it is about, if there are several. The engine is started on
        first need, and long operations can be canceled.
        """
        arguments = list(params.arguments or [])
        if params.command == SHOW_TESTS:
            await show_tests(arguments)
            return None
        if params.command not in known:
            raise UsageError(f"there is no command `{params.command}`")
        asked = arguments[0] if arguments else {}
        if not isinstance(asked, Mapping):
            raise UsageError(f"{params.command}: its first argument is an object with the fields")
        root = _root(session, arguments[1] if len(arguments) > 1 else None)
        operation = OPERATIONS[params.command.removeprefix(_PREFIX)]
        shown = session.can("window", "work_done_progress") or params.work_done_token is not None
        progress = Progress(
            connection, operation.name, shown=shown, token=params.work_done_token, noun=""
        )
        session.canceling.add(progress)
        try:
            return await call_engine(root, operation.name, asked, progress)
        finally:
            session.canceling.discard(progress)
            progress.end()

    known = commands()
    options = types.ExecuteCommandOptions(known, work_done_progress=True)
    connection.on_request(types.WORKSPACE_EXECUTE_COMMAND, execute, options)


def _root(session: Session, uri: object) -> str:
    """The workspace that a call is about: that of a document or folder, or the first one."""
    if uri is not None and not isinstance(uri, str):
        raise UsageError("the second argument is the URI of a document or folder")
    if uri is not None:
        return session.workspace.snapshot(path_of(uri)).root.path
    roots = session.workspace.roots()
    if not roots:
        raise UsageError("no folder is open: give the URI of a document as the second argument")
    return roots[0].path
