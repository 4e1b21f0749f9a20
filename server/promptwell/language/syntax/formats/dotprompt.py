"""Dotprompt: `.prompt` files, which Genkit and LiteLLM read.

YAML front matter, whose fields Picoschema describes, then the prompt: Handlebars, in which
`{{role "system"}}` begins a message and `{{>name}}` brings in `_name.prompt`. Lines with `#` may
stand before the front matter. In the dialect of LiteLLM the body is Jinja, lines such as `User: {{ question }}`
begin a message, and keys that Dotprompt does not know are options of the model. Other tools use the suffix as
well: files of Humanloop and PromptL are told by their tags and read as far as front matter and variables go.
"""

from __future__ import annotations

from promptwell.language.syntax.document import Engine, FrontMatter, Message, PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.prompt_files.detection import dialect_of_prompt
from promptwell.language.syntax.formats.prompt_files.front_matter import read_prompt_front_matter
from promptwell.language.syntax.formats.prompt_files.messages import (
    handlebars_messages,
    tagged_messages,
)
from promptwell.language.syntax.picoschema import read_schema
from promptwell.language.syntax.problem import Problem
from promptwell.language.syntax.speaker_lines import speaker_messages
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import SourceText, Span

_SCHEMAS = (("input", "schema"), ("output", "schema"))


class DotpromptFormat:
    """Reads `.prompt` files."""

    name = "dotprompt"
    dialects = ("dotprompt", "litellm", "humanloop", "promptl", "plain")

    def owns(self, path: str) -> bool:
        """Whether the suffix is `.prompt`."""
        return path.lower().endswith(".prompt")

    def recognizes(self, path: str, text: str) -> bool:
        """Never: only the suffix tells."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """Whose file it is, by its tags and the keys of its front matter."""
        return dialect_of_prompt(text)

    def schema(self, dialect: str) -> KeySchema | None:
        """Dotprompt's keys; None for the files of other tools."""
        if dialect not in ("dotprompt", "litellm"):
            return None
        from promptwell.language.syntax.formats.keys.dotprompt import DOTPROMPT, LITELLM

        return DOTPROMPT if dialect == "dotprompt" else LITELLM

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a `.prompt` file."""
        reading = read_prompt_front_matter(text)
        body = Span(reading.body, len(text))
        engine, template = _template(text, body, dialect)
        problems = [*reading.problems, *template.problems]
        if dialect == "dotprompt":
            problems += _schema_problems(reading.front_matter)
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            dialect,
            engine,
            reading.front_matter,
            body,
            template,
            _messages(text, template, dialect),
            tuple(sorted(problems, key=lambda problem: problem.span)),
        )


FORMAT = DotpromptFormat()


def _template(text: str, body: Span, dialect: str) -> tuple[Engine, Template]:
    if dialect == "dotprompt":
        from promptwell.language.syntax.templates.handlebars.parse import parse_handlebars

        return "handlebars", parse_handlebars(text, body)
    if dialect == "litellm":
        from promptwell.language.syntax.templates.jinja.dialects import dialect as jinja_dialect
        from promptwell.language.syntax.templates.jinja.parse import parse_template

        return "jinja2", parse_template(text, body, jinja_dialect(dialect))
    from promptwell.language.syntax.templates.placeholders.double_braces import (
        parse_double_braces,
    )

    return "none", parse_double_braces(text, body)


def _messages(text: str, template: Template, dialect: str) -> tuple[Message, ...]:
    if dialect == "dotprompt":
        return handlebars_messages(text, template)
    if dialect == "litellm":
        return speaker_messages(text, template.span, template)
    return tagged_messages(text, template.span, "system" if dialect == "promptl" else "")


def _schema_problems(front_matter: FrontMatter | None) -> list[Problem]:
    """What Dotprompt refuses in the schemas; nothing where the front matter itself is broken."""
    root = front_matter.root if front_matter is not None and front_matter.strict else None
    found: list[Problem] = []
    for path in _SCHEMAS:
        node = root.get(*path) if root is not None and root.kind == "mapping" else None
        if node is not None:
            found += read_schema(node)[1]
    return found
