"""Paths as the places that name a file write them."""

from __future__ import annotations

from promptwell.language.semantics.model import ReferenceKind


def written_path(kind: ReferenceKind, path: str) -> str:
    """A path in the way of a reference: blanks end a Markdown link and an `@path` unless they are escaped."""
    if kind == "link":
        return path.replace(" ", "%20")
    return path.replace(" ", "\\ ") if kind == "mention" else path
