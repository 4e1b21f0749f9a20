"""The files, tools, skills and agents that an agent file names."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.features.semantic_tokens.token import Kind, SemanticToken
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.language.semantics.model import ReferenceKind, SemanticModel
from promptwell.language.text.source import Span

_KINDS: dict[ReferenceKind, Kind] = {
    "mention": Kind("namespace"),
    "attachment": Kind("namespace"),
    "tool": Kind("function"),
    "skill": Kind("namespace"),
    "agent": Kind("namespace"),
}


def reference_tokens(model: SemanticModel, span: Span) -> Iterator[SemanticToken]:
    """The names within a range; links are left to the editor's own Markdown."""
    if is_agent_file(model.document):
        for reference in model.references:
            kind = _KINDS.get(reference.kind)
            if kind is not None and reference.span.overlaps(span):
                yield SemanticToken(reference.span, kind)
