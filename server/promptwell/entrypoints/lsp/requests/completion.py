"""Completion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from lsprotocol import types

from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.completion import (
    CompletionClient,
    to_completion,
    to_documentation,
)
from promptwell.entrypoints.lsp.session import Asked, Session
from promptwell.language.features.completion.item import CompletionItem
from promptwell.services.editor import completion

MOST_ITEMS = 200
_TRIGGERS = ["{", "%", " ", ".", "|", "[", '"', "'", "/", ":", "-", "$", "(", "@", "#"]
# Answers that may still be on a screen when their items are resolved.
_KEPT = 4


class _Answers:
    """The last lists that were sent, each with the question it answers, by number."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._lists: dict[int, tuple[Asked, Sequence[CompletionItem]]] = {}

    def keep(self, asked: Asked, items: Sequence[CompletionItem]) -> int:
        """Keep a list and forget old ones; its number."""
        number = next(self._numbers)
        self._lists[number] = asked, items
        self._lists.pop(number - _KEPT, None)
        return number

    def item(self, data: object) -> tuple[Asked, CompletionItem] | None:
        """The item that was sent with such data; None for one of a list that is forgotten."""
        if not isinstance(data, list | tuple) or len(data) != 2:
            return None
        number, index = data
        if not isinstance(number, int) or not isinstance(index, int):
            return None
        asked, items = self._lists.get(number, (None, ()))
        if asked is None or not 0 <= index < len(items):
            return None
        return asked, items[index]


def register(connection: Connection, session: Session) -> None:
    """Answer `textDocument/completion` and `completionItem/resolve`."""
    answers = _Answers()

    def client() -> CompletionClient:
        item = ("text_document", "completion", "completion_item")
        return CompletionClient(
            session.can(*item, "snippet_support"),
            _resolves_documentation(session),
            session.can(*item, "label_details_support"),
            session.can(*item, "insert_replace_support"),
        )

    async def complete(params: types.CompletionParams) -> types.CompletionList:
        """Offers what can be written at a place, the likeliest first.

        Variables and their attributes, filters, tests, tags, macros, roles, keys and values of the
        front matter, models, paths.
        """
        asked = Asked(session, params.text_document.uri)
        offset = asked.offset(params.position)
        items = await asked.answer(lambda: completion.complete(asked.snapshot, asked.path, offset))
        return to_completion(
            items,
            asked.positions,
            offset,
            client(),
            number=answers.keep(asked, items),
            most=MOST_ITEMS,
        )

    async def resolve(params: types.CompletionItem) -> types.CompletionItem:
        """Adds the documentation to an item once it is shown."""
        found = answers.item(params.data)
        if found is not None:
            asked, item = found
            params.documentation = await asked.answer(lambda: to_documentation(item))
        return params

    options = types.CompletionOptions(
        trigger_characters=_TRIGGERS,
        resolve_provider=True,
        completion_item=types.ServerCompletionItemOptions(label_details_support=True),
    )
    connection.on_request(types.TEXT_DOCUMENT_COMPLETION, complete, options)
    connection.on_request(types.COMPLETION_ITEM_RESOLVE, resolve)


def _resolves_documentation(session: Session) -> bool:
    """Whether the client asks for the documentation of an item that it shows."""
    completion = (
        session.capabilities.text_document and session.capabilities.text_document.completion
    )
    item = completion.completion_item if completion else None
    support = item.resolve_support if item else None
    return support is not None and "documentation" in support.properties
