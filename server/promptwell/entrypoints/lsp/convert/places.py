"""Places of a text as the protocol counts them."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from promptwell.entrypoints.lsp.positions import Positions
from promptwell.language.text.source import Span

PositionsOf = Callable[[str], Positions]
"""Lines and columns of a file, by its path."""

UriOf = Callable[[str], str]
"""The URI of a file, by its path."""


def to_range(positions: Positions, span: Span) -> types.Range:
    """A range of offsets as lines and columns."""
    start, end = positions.position(span.start), positions.position(span.end)
    return types.Range(types.Position(*start), types.Position(*end))
