"""Plain prompts: text and Markdown files that the settings call prompts.

`[formats]` names them: `"prompts/**/*.txt" = "plain"`. Which placeholders a text has is told by the
text, or by `[dialects]`: `f-string`, `jinja2`, `mustache`, `handlebars`, `semantic-kernel`, `github-models`, `text`.
Front matter of Markdown files is read where it is there.
"""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.containers.build import messages_of
from promptwell.language.syntax.front_matter import read_front_matter
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.templates.styles import (
    STYLES,
    parse_style,
    style_named,
    style_of,
)
from promptwell.language.text.source import SourceText, Span


class PlainFormat:
    """Reads plain prompts."""

    name = "plain"
    dialects = ("detected", *STYLES)

    def owns(self, path: str) -> bool:
        """Never: only the settings make a text file a prompt."""
        return False

    def recognizes(self, path: str, text: str) -> bool:
        """Never: only the settings make a text file a prompt."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """The placeholders are told by the text."""
        return "detected"

    def schema(self, dialect: str) -> KeySchema | None:
        """None: what stands in front matter is the application's affair."""
        return None

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file. Faults in a language that the text only seems to have are no errors."""
        reading = read_front_matter(text, managed=False)
        named = style_named(dialect) if dialect in STYLES else None
        style = named or style_of(text[reading.body :])
        body = Span(reading.body, len(text))
        template = parse_style(text, body, style)
        if not style.sure:
            softened = tuple(each._replace(accepted=True) for each in template.problems)
            template = Template(template.span, template.islands, template.children, softened)
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            style.dialect,
            style.engine,
            reading.front_matter,
            body,
            template,
            messages_of(text, body, template, style),
            (*reading.problems, *template.problems),
        )


FORMAT = PlainFormat()
