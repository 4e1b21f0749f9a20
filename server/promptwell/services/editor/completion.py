"""What can be written at a place."""

from __future__ import annotations

from functools import partial

from promptwell.language.detectors.secrets.hiding import Hider, hider
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
    found = items_in_file(snapshot.project, model, items)
    hides = hider(model.document.file.text)
    return [_without_secrets(each, hides) for each in found]


def _without_secrets(item: CompletionItem, hides: Hider) -> CompletionItem:
    """An item whose explanations, which may show values of the file, show no secret."""
    documentation = item.documentation
    return item._replace(
        detail=hides.hide(item.detail),
        beside=hides.hide(item.beside),
        # To look for the secrets of a long file takes milliseconds, and few items are ever explained.
        documentation=partial(_explained, item, hides) if documentation else "",
    )


def _explained(item: CompletionItem, hides: Hider) -> str:
    return hides.hide(item.text)
