"""What is shown between the words of a file."""

from __future__ import annotations

from promptwell.language.features.hints import Hint
from promptwell.language.features.hints import hints as hints_of
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def hints(snapshot: Snapshot, path: str, span: Span) -> list[Hint]:
    """The hints in a range of a file that its settings ask for."""
    model = model_of(snapshot, path)
    if model is None:
        return []
    return hints_of(model, span, snapshot.root.inlay_hints(path), snapshot.tokenizers)
