"""Answers of the editor services as the protocol's types, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lsprotocol import types

from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.features.code_actions import CodeAction
from promptwell.language.features.completion.item import CompletionItem, ItemKind
from promptwell.language.features.hover import Hover
from promptwell.language.features.location import FileEdits
from promptwell.language.features.symbols import OutlineItem, OutlineKind
from promptwell.language.rules.base import Diagnostic, Severity, Tag
from promptwell.language.text.source import Span

# Where the pages of the rules are; None while they are published nowhere.
RULE_PAGES: str | None = None
SOURCE = "promptwell"

PositionsOf = Callable[[str], Positions]
UriOf = Callable[[str], str]

_SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_TAGS: Mapping[Tag, types.DiagnosticTag] = {
    "unnecessary": types.DiagnosticTag.Unnecessary,
    "deprecated": types.DiagnosticTag.Deprecated,
}
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
_OUTLINE: Mapping[OutlineKind, types.SymbolKind] = {
    "key": types.SymbolKind.Property,
    "input": types.SymbolKind.Variable,
    "message": types.SymbolKind.Event,
    "macro": types.SymbolKind.Function,
    "block": types.SymbolKind.Module,
    "heading": types.SymbolKind.String,
}


def to_range(positions: Positions, span: Span) -> types.Range:
    """A range of offsets as lines and columns."""
    start, end = positions.position(span.start), positions.position(span.end)
    return types.Range(types.Position(*start), types.Position(*end))


def to_diagnostic(
    diagnostic: Diagnostic, path: str, positions_of: PositionsOf, uri_of: UriOf
) -> types.Diagnostic:
    """A finding with its places, its tags, its rule's page and the titles of its fixes."""
    page = types.CodeDescription(f"{RULE_PAGES}/{diagnostic.rule}") if RULE_PAGES else None
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(
                uri_of(each.path or path), to_range(positions_of(each.path or path), each.span)
            ),
            each.message,
        )
        for each in diagnostic.related
    ]
    fixes = [fix.title for fix in diagnostic.fixes]
    return types.Diagnostic(
        range=to_range(positions_of(path), diagnostic.span),
        message=diagnostic.message,
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.rule,
        code_description=page,
        source=SOURCE,
        tags=[_TAGS[tag] for tag in diagnostic.tags] or None,
        related_information=related or None,
        data={"fixes": fixes} if fixes else None,
    )


def to_completion(
    items: Sequence[CompletionItem], positions: Positions, *, snippets: bool, most: int
) -> types.CompletionList:
    """A list of completions, the first `most` of them."""
    return types.CompletionList(
        is_incomplete=len(items) > most,
        items=[_item(item, positions, snippets=snippets) for item in items[:most]],
    )


def to_hover(found: Hover, positions: Positions) -> types.Hover:
    """A hover in Markdown."""
    contents = types.MarkupContent(types.MarkupKind.Markdown, found.text)
    return types.Hover(contents, to_range(positions, found.span))


def to_workspace_edit(
    edits: FileEdits,
    positions_of: PositionsOf,
    uri_of: UriOf,
    version_of: Callable[[str], int | None],
    *,
    versioned: bool,
) -> types.WorkspaceEdit:
    """Edits of several files; with the versions they were made for where the client takes them."""
    by_path = {
        path: [
            types.TextEdit(to_range(positions_of(path), edit.span), edit.new_text) for edit in each
        ]
        for path, each in edits.items()
    }
    if not versioned:
        return types.WorkspaceEdit(changes={uri_of(path): each for path, each in by_path.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri_of(path), version_of(path)),
                list(each),
            )
            for path, each in by_path.items()
        ]
    )


def to_code_action(
    action: CodeAction,
    edit: types.WorkspaceEdit,
    diagnostics: list[types.Diagnostic],
) -> types.CodeAction:
    """An action with its edit and the findings that it answers."""
    return types.CodeAction(
        action.title,
        kind=action.kind,
        diagnostics=diagnostics or None,
        is_preferred=action.preferred or None,
        edit=edit,
    )


def to_symbol(item: OutlineItem, positions: Positions) -> types.DocumentSymbol:
    """One line of the outline and what is below it."""
    return types.DocumentSymbol(
        name=item.name.strip() or "(no name)",
        kind=_OUTLINE[item.kind],
        range=to_range(positions, item.span),
        selection_range=to_range(positions, item.name_span),
        detail=item.detail or None,
        children=[to_symbol(child, positions) for child in item.children] or None,
    )


def to_flat_symbols(
    items: Sequence[OutlineItem], positions: Positions, uri: str, container: str = ""
) -> list[types.SymbolInformation]:
    """The outline as a flat list, for clients that know no other."""
    found: list[types.SymbolInformation] = []
    for item in items:
        place = types.Location(uri, to_range(positions, item.span))
        found.append(
            types.SymbolInformation(
                place, item.name, _OUTLINE[item.kind], container_name=container or None
            )
        )
        found += to_flat_symbols(item.children, positions, uri, item.name)
    return found


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
