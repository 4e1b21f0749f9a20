"""What can be written at a place."""

from __future__ import annotations

from promptwell.language.features.completion.complete import complete as items_at
from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.in_files import items_in_file
from promptwell.services.editor.reading import model_at
from promptwell.services.workspace import Snapshot


def complete(snapshot: Snapshot, path: str, offset: int) -> list[CompletionItem]:
    """What can be written at an offset, the likeliest first."""
    model = model_at(snapshot, path, offset, names=False)
    if model is None:
        return []
    root = snapshot.root
    items = items_at(
        snapshot.project, model, offset, root.rule_settings(path), names_in=root.names_in
    )
    return items_in_file(snapshot.project, model, items)
