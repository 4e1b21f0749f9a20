"""What is shown between the words of a file."""

from __future__ import annotations

from promptwell.language.detectors.secrets.hiding import hider
from promptwell.language.features.hints import Hint
from promptwell.language.features.in_files import file_hints
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def hints(snapshot: Snapshot, path: str, span: Span) -> list[Hint]:
    """The hints in a range of a file that its settings ask for."""
    model = model_of(snapshot, path)
    if model is None:
        return []
    choice = snapshot.root.inlay_hints(path)
    found = file_hints(snapshot.project, path, span, choice, snapshot.tokenizers)
    hides = hider(model.document.file.text)
    if not hides:
        return found
    return [
        each._replace(label=hides.hide(each.label), tooltip=hides.hide(each.tooltip))
        for each in found
    ]
