"""Which files a file names."""

from __future__ import annotations

from promptwell.language.features.in_files import file_links
from promptwell.language.features.links import Link
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def links(snapshot: Snapshot, path: str) -> list[Link]:
    """The places of a file that name another one that exists."""
    return file_links(snapshot.project, path) if model_of(snapshot, path) else []
