"""Code lenses, and the command behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.entrypoints.lsp.uris import path_of
from promptwell.language.features.lenses import Lens
from promptwell.services.editor import lenses as looking

SHOW_TESTS = "promptwell.showTests"
"""The server's own command: opens the first of the tests."""

SHOW_REFERENCES = "promptwell.showReferences"
"""A command that a client may have: shows places in its own way, given `[uri, position, locations]`.

A client that has it says so in the capability `experimental.commands.commands`, a list of names.
"""

ShowTests = Callable[[Sequence[Any]], Awaitable[None]]


def register(connection: Connection, session: Session, publisher: Publisher) -> ShowTests:
    """Answer `codeLens`; what shows the tests of a lens."""

    async def code_lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        """Shows above a prompt how many tests promptfoo's settings have of it."""
        asked, found = await _lenses(params.text_document.uri)
        shows = _has_command(session.capabilities.experimental, SHOW_REFERENCES)
        return [_to_lens(asked, each, shows) for each in found]

    async def _lenses(uri: str) -> tuple[Asked, list[Lens]]:
        # Not every client asks again once the workspace has been read, and with it the tests.
        await publisher.learned(session.workspace.snapshot(path_of(uri)).root)
        asked = Asked(session, uri)
        return asked, await asked.answer(lambda: looking.lenses(asked.snapshot, asked.path))

    def _to_lens(asked: Asked, lens: Lens, shows: bool) -> types.CodeLens:
        place = to_range(asked.positions, lens.span)
        uri = session.uri(asked.path)
        if not shows:
            return types.CodeLens(place, types.Command(lens.title, SHOW_TESTS, arguments=[uri]))
        of = session.positions_of(asked.snapshot)
        locations = [
            connection.plain(types.Location(session.uri(path), to_range(of(path), span)))
            for path, span in lens.places
        ]
        arguments = [uri, connection.plain(place.start), locations]
        return types.CodeLens(
            place, types.Command(lens.title, SHOW_REFERENCES, arguments=arguments)
        )

    async def show_tests(arguments: Sequence[Any]) -> None:
        """Open the first test of a prompt, or tell where it is."""
        if not arguments or not isinstance(arguments[0], str):
            return
        asked, found = await _lenses(arguments[0])
        if found:
            await _show(asked, found[0])

    async def _show(asked: Asked, lens: Lens) -> None:
        path, span = lens.places[0]
        positions = session.positions_of(asked.snapshot)(path)
        if session.can("window", "show_document", "support"):
            shown = types.ShowDocumentParams(
                session.uri(path), take_focus=True, selection=to_range(positions, span)
            )
            await connection.request(types.WINDOW_SHOW_DOCUMENT, shown)
            return
        names = ", ".join(_files(lens))
        message = types.ShowMessageParams(types.MessageType.Info, f"{lens.title}: {names}")
        connection.notify(types.WINDOW_SHOW_MESSAGE, message)

    connection.on_request(types.TEXT_DOCUMENT_CODE_LENS, code_lenses, types.CodeLensOptions())
    return show_tests


def _files(lens: Lens) -> Sequence[str]:
    return list(dict.fromkeys(path.rpartition("/")[2] for path, _ in lens.places))


def _has_command(experimental: Any, name: str) -> bool:
    """Whether a client has a command of its own, as far as its experimental capabilities tell."""
    for key in ("commands", "commands"):
        experimental = _part(experimental, key)
    return isinstance(experimental, (list, tuple)) and name in experimental


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
