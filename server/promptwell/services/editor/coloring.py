"""What the words of a file are, for editors that color them by meaning."""

from __future__ import annotations

from promptwell.language.features.semantic_tokens.token import SemanticToken
from promptwell.language.features.semantic_tokens.tokens import semantic_tokens as tokens_of
from promptwell.language.text.source import Span
from promptwell.services.editor.reading import model_of
from promptwell.services.workspace import Snapshot


def semantic_tokens(snapshot: Snapshot, path: str, span: Span | None = None) -> list[SemanticToken]:
    """The words of a file, or those that touch a range, in the order of the text."""
    model = model_of(snapshot, path)
    if model is None:
        return []
    return tokens_of(snapshot.project, model, snapshot.context(path).settings, span)
