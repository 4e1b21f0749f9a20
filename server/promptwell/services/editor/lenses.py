"""What is told above a file's lines."""

from __future__ import annotations

from promptwell.language.features.lenses import Lens
from promptwell.language.features.lenses import lenses as lenses_of
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def lenses(snapshot: Snapshot, path: str) -> list[Lens]:
    """The lenses of a file, in the order of the text."""
    model = model_of(snapshot, path)
    return lenses_of(snapshot.project, model) if model else []
