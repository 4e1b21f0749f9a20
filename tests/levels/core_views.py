"""What `shows WHAT` prints at the core: one function for each view of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.text.source import Span
from promptwell.settings.workspace import WorkspaceSettings


class Viewed(NamedTuple):
    """The file that is looked at, and the offset of the case's cursor (0 where it has none)."""

    project: Project
    model: SemanticModel
    offset: int
    settings: WorkspaceSettings

    def place(self, span: Span) -> str:
        """A range as `line:column-line:column`, counted from 1, the end past the last character."""
        source = self.model.document.source
        start, end = source.line_column(span.start), source.line_column(span.end)
        return f"{start[0] + 1}:{start[1] + 1}-{end[0] + 1}:{end[1] + 1}"


VIEWS: Mapping[str, Callable[[Viewed], list[str]]] = {}
