"""Data files: rows that are put into prompts, or examples that are shown to a model.

Nothing is a template in them. `promptwell scan` reads those that are named to it, that lie beside a
prompt which names them, or that `security.datasets` names, for secrets, personal data and hidden
text. Everywhere else a file is one only by `formats`: `"data/*.csv" = "data"`.
"""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.other_files.without_prompt import WithoutPrompt
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import SourceText, Span

FORMAT_NAME = "data"
DATA_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml")
"""The suffixes of the files that hold data."""


class DataFormat(WithoutPrompt):
    """Reads data files as the text they are, so that each place is exact whatever their syntax.

    A suffix such as `.json` says nothing: who scans a file as data says so.
    """

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


FORMAT = DataFormat(FORMAT_NAME)
