"""Files that are read beside prompts and hold none: data, settings of tools, tests."""

from __future__ import annotations

from promptwell.language.syntax.document import FrontMatter, PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.yaml.read import YamlReading
from promptwell.language.text.source import SourceText, Span


class WithoutPrompt:
    """What such formats answer alike: one dialect, no keys of ours, and no file is one by itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dialects = (name,)

    def owns(self, path: str) -> bool:
        """Never: who reads such a file says so, or the settings do."""
        return False

    def recognizes(self, path: str, text: str) -> bool:
        """Never, see `owns`."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """There is one dialect."""
        return self.name

    def schema(self, dialect: str) -> KeySchema | None:
        """None: the keys are another tool's affair."""
        return None


def settings_document(text: str, path: str, name: str, reading: YamlReading) -> PromptDocument:
    """A document whose tree, with exact places, is its `root`; its faults are for the owning tool."""
    whole, end = Span(0, len(text)), Span(len(text), len(text))
    front_matter = FrontMatter(whole, whole, reading.root, reading.strict)
    template = Template(end)
    return PromptDocument(
        path, SourceText(text), name, name, "none", front_matter, end, template, (), ()
    )
