"""Which files a file names."""

from __future__ import annotations

from promptwell.language.features.links import Link
from promptwell.language.features.links import links as links_of
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def links(snapshot: Snapshot, path: str) -> list[Link]:
    """The places of a file that name another one that exists."""
    model = model_of(snapshot, path)
    return links_of(snapshot.project, model) if model else []
