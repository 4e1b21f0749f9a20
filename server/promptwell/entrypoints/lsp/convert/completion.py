"""Completions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.features.completion.item import CompletionItem, ItemKind
from promptwell.language.text.source import Span

_RangeOf = Callable[[Span], types.Range]
_ITEMS: Mapping[ItemKind, types.CompletionItemKind] = {
    "variable": types.CompletionItemKind.Variable,
    "local": types.CompletionItemKind.Variable,
    "field": types.CompletionItemKind.Field,
    "filter": types.CompletionItemKind.Function,
    "test": types.CompletionItemKind.Function,
    "function": types.CompletionItemKind.Function,
    "macro": types.CompletionItemKind.Method,
    "keyword": types.CompletionItemKind.Keyword,
    "tag": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "model": types.CompletionItemKind.Constant,
    "file": types.CompletionItemKind.File,
    "role": types.CompletionItemKind.Event,
    "block": types.CompletionItemKind.Module,
    "rule": types.CompletionItemKind.EnumMember,
    "snippet": types.CompletionItemKind.Snippet,
}


class CompletionClient(NamedTuple):
    """What the client does with completions.

    `resolves` tells that it asks for documentation when it shows an item, `labels` that it shows
    texts beside the label, `inserts` that its user may choose to keep what follows the cursor.
    """

    snippets: bool = False
    resolves: bool = False
    labels: bool = False
    inserts: bool = False


def to_completion(
    items: Sequence[CompletionItem],
    positions: Positions,
    offset: int,
    client: CompletionClient,
    *,
    number: int,
    most: int,
) -> types.CompletionList:
    """A list of completions, the first `most` of them; `number` is how the list is known later.

    It is incomplete where more fit, or where an item depends on the very letters typed.
    """
    range_of = cache(lambda span: to_range(positions, span))  # most items share one
    shown = [each for each in enumerate(items) if client.snippets or each[1].kind != "snippet"]
    typed = any(item.edits for item in items)
    return types.CompletionList(
        is_incomplete=len(shown) > most or typed,
        items=[
            _item(item, range_of, offset, client, place=(number, index), order=order)
            for order, (index, item) in enumerate(shown[:most])
        ],
    )


def to_documentation(item: CompletionItem) -> types.MarkupContent | None:
    """What an editor shows beside an item that is looked at."""
    text = item.text
    return types.MarkupContent(types.MarkupKind.Markdown, text) if text else None


def _item(
    item: CompletionItem,
    range_of: _RangeOf,
    offset: int,
    client: CompletionClient,
    *,
    place: tuple[int, int],
    order: int,
) -> types.CompletionItem:
    is_snippet = bool(item.snippet) and client.snippets
    options: dict[str, Any] = {}
    if item.deprecated:
        options["tags"] = [types.CompletionItemTag.Deprecated]
    if is_snippet:
        options["insert_text_format"] = types.InsertTextFormat.Snippet
    if client.labels and (item.beside or item.origin):
        options["label_details"] = types.CompletionItemLabelDetails(
            item.beside or None, item.origin or None
        )
    if item.edits:
        options["additional_text_edits"] = [
            types.TextEdit(range_of(edit.span), edit.new_text) for edit in item.edits
        ]
    if not client.resolves:
        options["documentation"] = to_documentation(item)
    elif item.documentation:
        options["data"] = list(place)
    return types.CompletionItem(
        label=item.label,
        kind=_ITEMS[item.kind],
        detail=item.detail or None,
        sort_text=f"{order:04d}",
        # Without it Neovim takes the list as filtered already.
        filter_text=item.filter_text or item.label,
        text_edit=_edit(
            item, item.snippet if is_snippet else item.new_text, range_of, offset, client
        ),
        **options,
    )


def _edit(
    item: CompletionItem, text: str, range_of: _RangeOf, offset: int, client: CompletionClient
) -> types.TextEdit | types.InsertReplaceEdit:
    """The edit of an item; where the user may choose, also one that keeps what follows the cursor."""
    replaced = range_of(item.span)
    if (
        not client.inserts
        or item.kind == "snippet"
        or not item.span.start <= offset < item.span.end
    ):
        return types.TextEdit(replaced, text)
    kept = range_of(Span(item.span.start, offset))
    return types.InsertReplaceEdit(text, kept, replaced)
