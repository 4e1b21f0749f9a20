"""Data files: rows that are put into prompts, or examples that are shown to a model.

Nothing is a template in them. `promptwell scan` reads those that are named to it, that lie beside a
prompt which names them, or that `security.datasets` names, for secrets, personal data and hidden
text. Everywhere else a file is one only by `formats`: `"data/*.csv" = "data"`.
"""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import SourceText, Span

FORMAT_NAME = "data"
DATA_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml")
"""The suffixes of the files that hold data."""


class DataFormat:
    """Reads data files as the text they are, so that each place is exact whatever their syntax."""

    name = FORMAT_NAME
    dialects = (FORMAT_NAME,)

    def owns(self, path: str) -> bool:
        """Never: a suffix such as `.json` says nothing."""
        return False

    def recognizes(self, path: str, text: str) -> bool:
        """Never: who scans a file as data says so."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """There is one dialect."""
        return FORMAT_NAME

    def schema(self, dialect: str) -> KeySchema | None:
        """None: the columns are the application's affair."""
        return None

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file: all of it is text, and none of it a message or a template."""
        whole = Span(0, len(text))
        template = Template(whole)
        return PromptDocument(
            path,
            SourceText(text),
            FORMAT_NAME,
            FORMAT_NAME,
            "none",
            None,
            whole,
            template,
            (),
            (),
        )


FORMAT = DataFormat()
