"""promptfoo's settings, `promptfooconfig*.yaml`: which prompts are tested, with which values.

The file is read for its links alone: a prompt knows the tests that it has, and each test variable the
prompts that use it. Whether promptfoo accepts the file is for promptfoo's own schema to say. A settings
file of another name is one by `formats`: `"evals/*.yaml" = "promptfoo"`.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.document import FrontMatter, PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.source import SourceText, Span

FORMAT_NAME = "promptfoo"

_NAME = re.compile(r"(?:^|/)promptfooconfig[^/]*\.ya?ml$", re.IGNORECASE)


class PromptfooFormat:
    """Reads the settings of promptfoo."""

    name = FORMAT_NAME
    dialects = (FORMAT_NAME,)

    def owns(self, path: str) -> bool:
        """Whether a file has the name that promptfoo looks for."""
        return _NAME.search(path) is not None

    def recognizes(self, path: str, text: str) -> bool:
        """Never: many tools have keys such as `prompts` and `tests`."""
        return False

    def dialect_of(self, path: str, text: str) -> str:
        """There is one dialect."""
        return FORMAT_NAME

    def schema(self, dialect: str) -> KeySchema | None:
        """None: promptfoo has a schema of its own, which servers for YAML know."""
        return None

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read the settings. Their faults are not reported, see `schema`."""
        whole, end = Span(0, len(text)), Span(len(text), len(text))
        reading = read_yaml(text)
        front_matter = FrontMatter(whole, whole, reading.root, reading.strict)
        template = Template(end, (), (), ())
        return PromptDocument(
            path,
            SourceText(text),
            FORMAT_NAME,
            FORMAT_NAME,
            "none",
            front_matter,
            end,
            template,
            (),
            (),
        )


FORMAT = PromptfooFormat()
