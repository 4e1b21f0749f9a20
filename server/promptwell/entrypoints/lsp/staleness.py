"""Which answers are no use any more once the document has changed meanwhile.

An edit of a text that is no longer there would destroy what was typed since: it is never sent.
What colors and marks a text is refused where the client says that it asks again. Everything else
is right enough as it is, such as a hover or the items of a completion that the client filters on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.uris import path_of

_EDITS = frozenset(
    {
        types.TEXT_DOCUMENT_FORMATTING,
        types.TEXT_DOCUMENT_RANGE_FORMATTING,
        types.TEXT_DOCUMENT_RANGES_FORMATTING,
        types.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        types.TEXT_DOCUMENT_WILL_SAVE_WAIT_UNTIL,
        types.TEXT_DOCUMENT_LINKED_EDITING_RANGE,
        types.TEXT_DOCUMENT_RENAME,
    }
)
_SHOWN = frozenset(
    {
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE,
        types.TEXT_DOCUMENT_INLAY_HINT,
        types.TEXT_DOCUMENT_CODE_LENS,
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT,
        types.TEXT_DOCUMENT_DOCUMENT_LINK,
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
        types.TEXT_DOCUMENT_FOLDING_RANGE,
        types.TEXT_DOCUMENT_SELECTION_RANGE,
    }
)


def watch(session: Session, method: str, params: Any) -> Callable[[], bool]:
    """A function that says, when the answer is there, whether it came too late to be sent."""
    uri = getattr(getattr(params, "text_document", None), "uri", None)
    if uri is None or not _is_refused(session, method):
        return _never
    path = path_of(uri)
    before = session.documents.get(path)
    return lambda: session.documents.get(path) is not before


def _is_refused(session: Session, method: str) -> bool:
    if method in _EDITS:
        return True
    general = session.capabilities.general
    support = general.stale_request_support if general else None
    return method in _SHOWN and support is not None and method in support.retry_on_content_modified


def _never() -> bool:
    return False
