"""Markdown files that coding agents read: skills, agents, commands, rules, instructions.

The dialects are the tools' kinds of files: `claude-agent`, `vscode-prompt`, `cursor-mdc` ... Name, folder
and suffix tell which one a file is; in a plugin's folders `agents` and `commands` the text does. A
SKILL.md outside the folders of one tool may have the keys of any of them. Front matter is read as the
tool reads it, and only what that tool puts in is a variable: `{{x}}` is text.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.document import FrontMatter, PromptDocument
from promptwell.language.syntax.formats.agents.detection import dialect_by_content, dialect_by_path
from promptwell.language.syntax.formats.agents.front_matter import reader_of
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.agents.profiles import (
    DIALECTS,
    FORMAT_NAME,
    profile_named,
)
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.front_matter import FrontMatterReading, read_front_matter
from promptwell.language.syntax.messages import whole_message
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.templates.placeholders.agent_files import (
    parse_arguments,
    parse_variables,
    without_holes,
)
from promptwell.language.text.source import SourceText, Span


class AgentFileFormat:
    """Reads the Markdown files of coding agents."""

    name = FORMAT_NAME
    dialects = DIALECTS

    def owns(self, path: str) -> bool:
        """Whether name, folder or suffix say that an agent reads the file."""
        return dialect_by_path(path) is not None

    def recognizes(self, path: str, text: str) -> bool:
        """Whether a file of a plugin's folder `agents` or `commands` says what only such files say."""
        return dialect_by_content(path, text) is not None

    def dialect_of(self, path: str, text: str) -> str:
        """The tool and its kind of file; a file that says neither is read like AGENTS.md."""
        return dialect_by_path(path) or dialect_by_content(path, text) or "agents-md"

    def schema(self, dialect: str) -> KeySchema | None:
        """The keys that the tool reads; None where it has none of its own."""
        return profile_named(dialect).keys

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file as its tool does."""
        profile = profile_named(dialect)
        reading = FrontMatterReading(None, 0)
        if profile.front_matter != "none":
            read = reader_of(profile.front_matter)
            reading = read_front_matter(text, managed=False, read=read)
        body = Span(reading.body, len(text))
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            dialect,
            "markdown",
            reading.front_matter,
            body,
            _template(text, body, profile, reading.front_matter),
            whole_message(text, body, profile.role),
            reading.problems,
        )


FORMAT = AgentFileFormat()


def _template(
    text: str, body: Span, profile: Profile, front_matter: FrontMatter | None
) -> Template:
    if profile.placeholders == "variables":
        return parse_variables(text, body)
    if profile.placeholders == "arguments":
        return parse_arguments(text, body, _argument_names(front_matter))
    return without_holes(text, body)


def _argument_names(front_matter: FrontMatter | None) -> list[str]:
    """The names under `arguments`: a list, or one text with blanks or commas between them."""
    root = front_matter.root if front_matter else None
    node = root.get("arguments") if root is not None and root.kind == "mapping" else None
    if node is None:
        return []
    if node.kind == "sequence":
        return [each for item in node.items if (each := item.text())]
    return re.split(r"[\s,]+", node.text() or "")
