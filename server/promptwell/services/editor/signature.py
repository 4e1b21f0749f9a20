"""What the call that is being written takes."""

from __future__ import annotations

from promptwell.language.features.signature import SignatureHelp
from promptwell.language.features.signature import signature_help as help_at
from promptwell.services.editor.reading import model_at
from promptwell.services.workspace import Snapshot


def signature_help(snapshot: Snapshot, path: str, offset: int) -> SignatureHelp | None:
    """The ways to call what the innermost call around an offset names; None outside of calls."""
    model = model_at(snapshot, path, offset)
    return help_at(snapshot.project, model, offset) if model else None
