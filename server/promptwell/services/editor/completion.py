"""What can be written at a place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from promptwell.language.detectors.secrets.hiding import SHORTEST, hider
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
    text = model.document.file.text
    return [_without_secrets(each, text) for each in found]


def _without_secrets(item: CompletionItem, text: str) -> CompletionItem:
    """An item whose explanations, which may show values of the file, show no secret."""
    documentation = item.documentation
    return item._replace(
        detail=_hidden(item.detail, text),
        beside=_hidden(item.beside, text),
        documentation=partial(_explained, documentation, text) if documentation else "",
    )


def _hidden(said: str, text: str) -> str:
    # To look for the secrets of a long file takes milliseconds, and few items show a value of it.
    return hider(text).hide(said) if len(said) >= SHORTEST else said


def _explained(documentation: str | Callable[[], str], text: str) -> str:
    said = documentation if isinstance(documentation, str) else documentation()
    return _hidden(said, text)
