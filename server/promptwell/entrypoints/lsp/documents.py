"""The texts that the client has open, kept in step with its edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from promptwell.entrypoints.lsp.positions import Encoding, LineColumn, Positions
from promptwell.language.text.source import SourceText

MOST_CHARACTERS = 16_000_000


class Change(NamedTuple):
    """One change of a text: a range and what replaces it, or the whole new text where both ends are None."""

    start: LineColumn | None
    end: LineColumn | None
    text: str


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A text as the client has it. `positions` is None for a text above the size limit, which is not kept."""

    uri: str
    path: str
    version: int
    positions: Positions | None

    @property
    def text(self) -> str:
        """The text, or nothing where it is too large to keep."""
        return self.positions.source.text if self.positions else ""


class OpenDocuments:
    """All documents that the client has open, by their path."""

    def __init__(self, encoding: Encoding = "utf-16") -> None:
        self.encoding: Encoding = encoding
        self._by_path: dict[str, OpenDocument] = {}

    def open(self, uri: str, path: str, version: int, text: str) -> OpenDocument:
        """Take in a document that the client opened; opening it again replaces it."""
        document = OpenDocument(uri, path, version, self._positions(text))
        self._by_path[path] = document
        return document

    def change(self, path: str, version: int, changes: Iterable[Change]) -> OpenDocument | None:
        """Apply a client's changes, each to the text that the one before it left.

        None when the document is not open, or the version is older than the one at hand: an edit
        that comes late was made to another text.
        """
        document = self._by_path.get(path)
        if document is None or version < document.version:
            return None
        positions = document.positions
        for change in changes:
            positions = self._changed(positions, change)
        document = replace(document, version=version, positions=positions)
        self._by_path[path] = document
        return document

    def close(self, path: str) -> None:
        """Forget a document that the client closed."""
        self._by_path.pop(path, None)

    def get(self, path: str) -> OpenDocument | None:
        """The open document of a path."""
        return self._by_path.get(path)

    def paths(self) -> list[str]:
        """The paths of all open documents."""
        return list(self._by_path)

    def _changed(self, positions: Positions | None, change: Change) -> Positions | None:
        if change.start is None or change.end is None:
            return self._positions(change.text)
        if positions is None:
            return None
        # Some clients send the end before the start; the range between them is meant.
        span = positions.span(change.start, change.end)
        text = positions.source.text
        return self._positions(text[: span.start] + change.text + text[span.end :])

    def _positions(self, text: str) -> Positions | None:
        if len(text) > MOST_CHARACTERS:
            return None
        return Positions(SourceText(text), self.encoding)
