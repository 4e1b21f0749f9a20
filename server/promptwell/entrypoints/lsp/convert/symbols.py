"""The outline of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.positions import Encoding, Positions, units
from promptwell.language.features.outline import OutlineItem, OutlineKind
from promptwell.language.semantics.summary import NamedPlace, SymbolKind

_OUTLINE: Mapping[OutlineKind, types.SymbolKind] = {
    "key": types.SymbolKind.Property,
    "input": types.SymbolKind.Variable,
    "message": types.SymbolKind.Event,
    "macro": types.SymbolKind.Function,
    "block": types.SymbolKind.Module,
    "heading": types.SymbolKind.String,
}


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


_FOUND: Mapping[SymbolKind, types.SymbolKind] = {
    "prompt": types.SymbolKind.File,
    "input": types.SymbolKind.Variable,
    "macro": types.SymbolKind.Function,
    "block": types.SymbolKind.Module,
}


def to_workspace_symbol(
    symbol: NamedPlace, uri: str, container: str, encoding: Encoding
) -> types.WorkspaceSymbol:
    """A name of the workspace, placed without its file being read."""
    start = units(symbol.before, encoding) if symbol.before else symbol.column
    end = start + units(symbol.name, encoding)
    place = types.Range(types.Position(symbol.line, start), types.Position(symbol.line, end))
    return types.WorkspaceSymbol(
        types.Location(uri, place),
        symbol.name,
        _FOUND[symbol.kind],
        container_name=container or None,
    )
