"""Signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from promptwell.language.text.source import Span

if TYPE_CHECKING:  # the feature is loaded when it is first asked
    from promptwell.language.features.signature import Signature, SignatureHelp


def to_signature_help(found: SignatureHelp, *, offsets: bool) -> types.SignatureHelp:
    """The ways to call something; parameters as places in the label where the client takes them."""
    signatures = [_signature(each, offsets=offsets) for each in found.signatures]
    return types.SignatureHelp(signatures, found.active, signatures[found.active].active_parameter)


def _signature(signature: Signature, *, offsets: bool) -> types.SignatureInformation:
    parameters = [
        types.ParameterInformation(
            _units(signature.label, span) if offsets else signature.label[span.start : span.end]
        )
        for span in signature.parameters
    ]
    # Clients highlight nothing for a number past the last parameter.
    active = len(parameters) if signature.active is None else signature.active
    text = types.MarkupContent(types.MarkupKind.Markdown, signature.text)
    return types.SignatureInformation(signature.label, text, parameters, active)


def _units(label: str, span: Span) -> tuple[int, int]:
    """A place in a label as the protocol counts it there, whatever positions are counted in."""
    before, inside = label[: span.start], label[span.start : span.end]
    start = len(before.encode("utf-16-le")) // 2
    return start, start + len(inside.encode("utf-16-le")) // 2
