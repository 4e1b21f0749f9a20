"""The settings that the editor has for us: sent by it, or asked of it, folder by folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session

SECTION = "promptwell"

Settings = Mapping[str, Any]


async def ask_for_settings(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Take over the client's settings, each folder's own, where it can be asked for them."""
    if not session.can("workspace", "configuration"):
        return
    folders = session.folder_uris()
    items = [types.ConfigurationItem(section=SECTION)]
    items += [types.ConfigurationItem(uri, SECTION) for uri in folders.values()]
    params = types.ConfigurationParams(items)
    answer = await connection.request(types.WORKSPACE_CONFIGURATION, params)
    if not isinstance(answer, list | tuple) or not answer:
        return
    general, *others = answer
    own = {
        folder: each for folder, each in zip(folders, others, strict=False) if _is_settings(each)
    }
    # Some clients know only what they sent in the beginning.
    put_into_force(
        session, publisher, general if _is_settings(general) else session.first_settings, own
    )


def take_what_was_sent(session: Session, publisher: Publisher, sent: Any) -> None:
    """Put into force what came with a message: our section by itself or among others."""
    if _is_settings(sent):
        inner = sent.get(SECTION, sent)
        put_into_force(session, publisher, inner if isinstance(inner, Mapping) else {}, {})


def put_into_force(
    session: Session, publisher: Publisher, general: Settings, own: Mapping[str, Settings]
) -> None:
    """Let settings count: `own` in their folders, `general` elsewhere; read anew what they change."""
    for root in session.take_settings(general, own):
        publisher.learn(root)


def _is_settings(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value)
