"""What the words of a file are, for editors that color them by meaning."""

from __future__ import annotations

from promptwell.language.features.in_files import file_tokens
from promptwell.language.features.semantic_tokens.token import SemanticToken
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def semantic_tokens(snapshot: Snapshot, path: str, span: Span | None = None) -> list[SemanticToken]:
    """The words of a file, or those that touch a range, in the order of the text."""
    if model_of(snapshot, path) is None:
        return []
    return file_tokens(snapshot.project, path, snapshot.context(path).settings, span)
