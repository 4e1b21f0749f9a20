"""Folding and selection ranges, highlights and linked places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.positions import Positions

if TYPE_CHECKING:  # the features are loaded when they are first asked
    from promptwell.language.features.folding import Fold
    from promptwell.language.features.highlights import Highlight
    from promptwell.language.features.linked_editing import Linked
    from promptwell.language.text.source import Span

_HIGHLIGHTS = {
    "text": types.DocumentHighlightKind.Text,
    "read": types.DocumentHighlightKind.Read,
    "write": types.DocumentHighlightKind.Write,
}
_KINDS = {
    "comment": types.FoldingRangeKind.Comment,
    "imports": types.FoldingRangeKind.Imports,
}


def to_folding_range(
    fold: Fold, positions: Positions, *, labels: bool = False
) -> types.FoldingRange:
    """A fold by its lines, which every client can do.

    A client that folds by characters takes what is left out as the ends of the two lines, and
    there the fold begins and ends. `labels` tells whether it shows texts in place of hidden lines.
    """
    start, end = positions.position(fold.span.start), positions.position(fold.span.end)
    label = fold.label if labels and fold.label else None
    return types.FoldingRange(
        start.line, end.line, kind=_KINDS.get(fold.kind), collapsed_text=label
    )


def to_selection_range(spans: Iterable[Span], positions: Positions) -> types.SelectionRange:
    """Ranges that grow, the smallest first, as a range and its parents."""
    found: types.SelectionRange | None = None
    for span in reversed(list(spans)):
        found = types.SelectionRange(to_range(positions, span), found)
    assert found is not None
    return found


def to_highlight(found: Highlight, positions: Positions) -> types.DocumentHighlight:
    """One highlighted place."""
    return types.DocumentHighlight(to_range(positions, found.span), _HIGHLIGHTS[found.kind])


def to_linked_ranges(found: Linked, positions: Positions) -> types.LinkedEditingRanges:
    """Places that change together."""
    return types.LinkedEditingRanges(
        [to_range(positions, span) for span in found.spans], found.pattern
    )
