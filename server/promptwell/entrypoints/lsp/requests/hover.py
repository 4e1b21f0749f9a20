"""Hover."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

from lsprotocol import types

from promptwell.bootstrap import prompt_renderer
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.hover import to_hover
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.services.editor import changes, hovering

if TYPE_CHECKING:  # the feature is loaded when it is first asked
    from promptwell.language.features.hover import Hover

# How long a hover waits for the value of an expression before it is shown without.
_PATIENCE = 1.0


def register(connection: Connection, session: Session) -> None:
    """Answer `textDocument/hover`."""
    renderer = cache(prompt_renderer)  # its process starts with the first expression

    async def hover(params: types.HoverParams) -> types.Hover | None:
        """Tells what the thing at a place is: its type and origin, values, tokens and cost, documentation.

        Where the document is compared (`promptwell/diff`), also what stood there before.
        """
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        found, wanted = await asked.answer(
            lambda: (
                hovering.hover(asked.snapshot, asked.path, offset),
                hovering.to_try(asked.snapshot, asked.path, offset),
            )
        )
        if wanted is not None:
            found = hovering.with_value(found, wanted, await in_time(wanted))
        changed = await asked.answer(lambda: what_changed(asked, offset))
        found = changes.with_hover(found, changed) if changed else found
        return to_hover(found, asked.positions) if found else None

    def what_changed(asked: Asked, offset: int) -> Hover | None:
        shown = session.differences.shown(asked.path, asked.positions.source.text)
        return changes.hover(asked.snapshot, asked.path, offset, shown) if shown else None

    async def in_time(wanted: hovering.Tried) -> str:
        work = session.analyst.aside(lambda: hovering.tried(renderer(), wanted.request))
        try:
            return await asyncio.wait_for(work, _PATIENCE)
        except TimeoutError:
            return ""

    connection.on_request(types.TEXT_DOCUMENT_HOVER, hover)
