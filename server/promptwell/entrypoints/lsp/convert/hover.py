"""Hovers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.places import to_range
from promptwell.entrypoints.lsp.positions import Positions

if TYPE_CHECKING:  # the feature is loaded when it is first asked
    from promptwell.language.features.hover import Hover


def to_hover(found: Hover, positions: Positions) -> types.Hover:
    """A hover in Markdown."""
    contents = types.MarkupContent(types.MarkupKind.Markdown, found.text)
    return types.Hover(contents, to_range(positions, found.span))
