"""Prompty: `.prompty` files, the format of the prompts that Promptwell manages.

YAML front matter between `---` lines, then the prompt: a Jinja template (or Mustache, by
`template.format.kind`) in which lines such as `system:` begin messages. Text before the first
such line belongs to the system. Version 2 and version 1 name their keys differently; the keys tell which one
a file follows, and a file that mixes both is reported.
"""

from __future__ import annotations

from promptwell.language.syntax.document import Engine, PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.keys.versions import mixed_versions, version_of
from promptwell.language.syntax.front_matter import read_front_matter
from promptwell.language.syntax.messages import ALL_ROLES, PROMPTY_ROLES, split_messages
from promptwell.language.syntax.templates.jinja.dialects import dialect as jinja_dialect
from promptwell.language.syntax.templates.jinja.parse import parse_template
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import SourceText, Span


class PromptyFormat:
    """Reads Prompty files of both versions."""

    name = "prompty"
    dialects = ("prompty-v2", "prompty-v1")

    def owns(self, path: str) -> bool:
        """Whether the suffix is `.prompty`."""
        return path.lower().endswith(".prompty")

    def recognizes(self, path: str, text: str) -> bool:
        """Never: other files with front matter belong to other tools."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """`prompty-v1` where keys of version 1 stand in the front matter, else `prompty-v2`."""
        front_matter = read_front_matter(text, managed=True).front_matter
        return version_of(front_matter.root if front_matter else None)

    def schema(self, dialect: str) -> KeySchema | None:
        """The keys of the front matter of one version."""
        if dialect == "prompty-v1":
            from promptwell.language.syntax.formats.keys.prompty_v1 import PROMPTY_V1

            return PROMPTY_V1
        from promptwell.language.syntax.formats.keys.prompty_v2 import PROMPTY_V2

        return PROMPTY_V2

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a Prompty file."""
        reading = read_front_matter(text, managed=True)
        root = reading.front_matter.root if reading.front_matter else None
        body = Span(reading.body, len(text))
        engine, template = _template(text, body, root, dialect)
        roles = ALL_ROLES if dialect == "prompty-v1" else PROMPTY_ROLES
        problems = [*reading.problems, *mixed_versions(root, dialect), *template.problems]
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            dialect,
            engine,
            reading.front_matter,
            body,
            template,
            split_messages(text, body, roles, template=template),
            tuple(sorted(problems, key=lambda problem: problem.span)),
        )


FORMAT = PromptyFormat()


def _template(
    text: str, body: Span, root: YamlNode | None, dialect: str
) -> tuple[Engine, Template]:
    if _template_kind(root) == "mustache":
        from promptwell.language.syntax.templates.mustache.parse import parse_mustache

        return "mustache", parse_mustache(text, body)
    return "jinja2", parse_template(text, body, jinja_dialect(dialect))


def _template_kind(root: YamlNode | None) -> str | None:
    """The template engine's name: `template.format.kind`, or `template.format` for short."""
    if root is None:
        return None
    written = root.get("template", "format")
    if written is not None and written.kind == "mapping":
        written = written.get("kind")
    return written.text() if written else None
