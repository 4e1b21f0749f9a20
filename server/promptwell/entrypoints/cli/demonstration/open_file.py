"""A file as an editor holds it: its text, its version, and places in the units of the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span

LANGUAGES = {".prompty": "prompty", ".md": "markdown", ".txt": "plaintext"}


@dataclass
class OpenFile:
    """One file that the demonstration has open. `name` is its path as people would write it."""

    path: str
    name: str
    uri: str
    source: SourceText
    version: int = 1

    @property
    def text(self) -> str:
        """The text as it is in the editor."""
        return self.source.text

    @property
    def language(self) -> str:
        """The editor's name for the kind of file."""
        return LANGUAGES.get("." + self.name.rpartition(".")[2], "jinja")

    def position(self, offset: int) -> dict[str, int]:
        """The line and UTF-16 column of an offset."""
        line, column = self.source.line_column(offset)
        return {"line": line, "character": _units(self.source.line_text(line)[:column])}

    def range(self, span: Span) -> dict[str, dict[str, int]]:
        """A span as a range of the protocol."""
        return {"start": self.position(span.start), "end": self.position(span.end)}

    def span(self, place: dict[str, Any]) -> Span:
        """A range of the protocol as a span."""
        return Span(self._offset(place["start"]), self._offset(place["end"]))

    def edits(self, edits: list[dict[str, Any]]) -> list[TextEdit]:
        """Edits of the protocol as edits of the text."""
        return [TextEdit(self.span(each["range"]), each["newText"]) for each in edits]

    def _offset(self, position: dict[str, int]) -> int:
        number = position["line"]
        if number >= len(self.source.line_starts):
            return self.source.end
        units, column = position["character"], 0
        for letter in self.source.line_text(number):
            if units <= 0:
                break
            units -= _units(letter)
            column += 1
        return self.source.offset(number, column)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
