"""Files that one tool finds under the same name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from promptwell.language.semantics.name_scopes import (
    NAMED_FILES,
    Scope,
    name_without_key,
    scopes,
)
from promptwell.language.semantics.summary import FileSummary
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import SourceText, Span


class Namesake(NamedTuple):
    """Another file with the same name, and the tool that finds only one of the two."""

    path: str
    summary: FileSummary
    scope: Scope


class Known(Protocol):
    """What the search asks of the index."""

    def summary(self, path: str) -> FileSummary | None:
        """What the other files need to know of a file, or None where there is none."""

    def maybe_named(self, name: str) -> Iterator[str]:
        """All files that may have a name, and few others."""


def name_of(path: str, dialect: str, written: str) -> str:
    """The name that tools find a file by, given that of its front matter; "" where none does."""
    if written and dialect != "claude-command":
        return written
    return name_without_key(path, dialect)


def namesakes(
    index: Known, document: PromptDocument, root_of: Callable[[str], str]
) -> list[Namesake]:
    """The other files that have a file's name where one tool reads both, by their paths."""
    path = document.path
    if not path.lower().endswith(NAMED_FILES) or document.embedding is not None:
        return []
    own = scopes(path, document.dialect, root_of(path))
    written = document.root.get("name") if own else None
    name = name_of(path, document.dialect, (written and written.text()) or "") if own else ""
    if not name:
        return []
    found = []
    for other in sorted(set(index.maybe_named(name))):
        known = index.summary(other) if other != path else None
        if known is None or name_of(other, known.dialect, written_name(known)) != name:
            continue
        theirs = scopes(other, known.dialect, root_of(other))
        shared = next((scope for scope in own if scope in theirs), None)
        if shared is not None:
            found.append(Namesake(other, known, shared))
    return found


def name_span(source: SourceText, summary: FileSummary) -> Span:
    """Where a file tells its name; its first line where it doesn't."""
    if not written_name(summary) or summary.dialect == "claude-command":
        return source.line_span(0)
    first = summary.symbols[0]
    start = source.offset(first.line, first.column)
    return Span(start, start + len(first.name))


def written_name(summary: FileSummary) -> str:
    """The name in a file's front matter; "" without one."""
    first = summary.symbols[0] if summary.symbols else None
    return first.name if first is not None and first.line else ""
