"""Completions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.features.completion.item import CompletionItem, ItemKind

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
}


def to_completion(
    items: Sequence[CompletionItem], positions: Positions, *, snippets: bool, most: int
) -> types.CompletionList:
    """A list of completions, the first `most` of them."""
    return types.CompletionList(
        is_incomplete=len(items) > most,
        items=[_item(item, positions, snippets=snippets) for item in items[:most]],
    )


def _item(item: CompletionItem, positions: Positions, *, snippets: bool) -> types.CompletionItem:
    is_snippet = bool(item.snippet) and snippets
    new_text = item.snippet if is_snippet else item.new_text
    options: dict[str, Any] = {}
    if item.deprecated:
        options["tags"] = [types.CompletionItemTag.Deprecated]
    if is_snippet:
        options["insert_text_format"] = types.InsertTextFormat.Snippet
    if item.documentation:
        options["documentation"] = types.MarkupContent(
            types.MarkupKind.Markdown, item.documentation
        )
    return types.CompletionItem(
        label=item.label,
        kind=_ITEMS[item.kind],
        detail=item.detail or None,
        sort_text=f"{item.order:04d} {item.label}",
        filter_text=item.label,  # without it Neovim takes the list as filtered already
        text_edit=types.TextEdit(to_range(positions, item.span), new_text),
        **options,
    )
