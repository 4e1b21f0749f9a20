"""Jinja templates: `.j2`, `.jinja` and `.jinja2` files, and others where the settings say so.

The dialects differ in what the owner of a template knows besides Jinja: `plain`,
`prompty-portable` (the part of Jinja that every Prompty runtime has), `banks`
(`{% chat role="user" %}`), `haystack` (`{% message role="user" %}`) and `chat-template`
(`chat_template.jinja` in model repositories).

In a plain template, lines such as `system:` or `# user:` cut the text into messages, as promptflow
does; without any such line the whole text is one message whose role the application decides.
Front matter is read only where it is there, closed and made of keys.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.front_matter import read_front_matter
from promptwell.language.syntax.messages import (
    ALL_ROLES,
    MESSAGE_TAGS,
    block_messages,
    split_messages,
    whole_message,
)
from promptwell.language.syntax.templates.jinja.dialects import dialect as jinja_dialect
from promptwell.language.syntax.templates.jinja.parse import parse_template
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import SourceText, Span

_SUFFIXES = (".j2", ".jinja", ".jinja2")

# Where dialects are told apart by content, the head of a file is enough.
_LOOK_AT = 64 * 1024
_BANKS = re.compile(
    r"\{%[-+]?\s*(?:chat\s+role\s*=|completion\s+model\s*=|endchat\b|endcompletion\b)"
)
_HAYSTACK = re.compile(r"\{%[-+]?\s*(?:message\s+role\s*=|endmessage\b)")
_CHAT_TEMPLATE = re.compile(
    r"\{%[-+]?\s*generation\b|\bfor\s+\w+\s+in\s+(?:\w+_)?messages\b|\bmessages\s*[\[|]"
)
_CHAT_TEMPLATE_ONLY = re.compile(
    r"\b(?:add_generation_prompt|bos_token|eos_token|raise_exception)\b"
)


class JinjaFormat:
    """Reads Jinja templates."""

    name = "jinja"
    dialects = ("plain", "prompty-portable", "banks", "haystack", "chat-template")

    def owns(self, path: str) -> bool:
        """Whether the suffix is one of Jinja's."""
        return path.lower().endswith(_SUFFIXES)

    def recognizes(self, path: str, text: str) -> bool:
        """Never: Markdown and text files are templates only where the settings say so."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """The dialect by the file's name and by tags and names that only one dialect has."""
        name = path.lower().rsplit("/", 1)[-1]
        if name.startswith("chat_template."):
            return "chat-template"
        head = text[:_LOOK_AT]
        if "{%" not in head:
            return "plain"
        if _BANKS.search(head):
            return "banks"
        if _HAYSTACK.search(head):
            return "haystack"
        if _CHAT_TEMPLATE.search(head) and _CHAT_TEMPLATE_ONLY.search(head):
            return "chat-template"
        return "plain"

    def schema(self, dialect: str) -> KeySchema | None:
        """None: what stands in a template's front matter is the application's affair."""
        return None

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a template."""
        reading = read_front_matter(text, managed=False)
        body = Span(reading.body, len(text))
        template = parse_template(text, body, jinja_dialect(dialect))
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            dialect,
            "jinja2",
            reading.front_matter,
            body,
            template,
            _messages(text, template, dialect),
            (*reading.problems, *template.problems),
        )


FORMAT = JinjaFormat()


def _messages(text: str, template: Template, dialect: str) -> tuple[Message, ...]:
    if dialect in MESSAGE_TAGS:
        return block_messages(text, template, dialect)
    if dialect == "chat-template":
        return whole_message(text, template.span, "")
    return split_messages(text, template.span, ALL_ROLES, template=template, only_with_markers=True)
