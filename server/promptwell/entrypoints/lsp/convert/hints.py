"""Inlay hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from promptwell.entrypoints.lsp.positions import Positions

if TYPE_CHECKING:  # the feature is loaded when it is first asked
    from promptwell.language.features.hints import Hint

_KINDS = {"type": types.InlayHintKind.Type, "default": types.InlayHintKind.Parameter}


def to_inlay_hint(hint: Hint, positions: Positions) -> types.InlayHint:
    """A hint set apart from the word before it; its tooltip is plain text, so nothing in it can be followed."""
    return types.InlayHint(
        types.Position(*positions.position(hint.offset)),
        hint.label,
        kind=_KINDS.get(hint.kind),
        tooltip=hint.tooltip,
        padding_left=True,
    )
