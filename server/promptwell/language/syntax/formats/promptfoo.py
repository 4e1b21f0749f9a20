"""promptfoo's settings, `promptfooconfig*.yaml`: which prompts are tested, with which values.

The file is read for its links alone: a prompt knows the tests that it has, and each test variable the
prompts that use it. Whether promptfoo accepts the file is for promptfoo's own schema to say. A settings
file of another name is one by `formats`: `"evals/*.yaml" = "promptfoo"`.
"""

from __future__ import annotations

import re

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.other_files.without_prompt import (
    WithoutPrompt,
    settings_document,
)
from promptwell.language.syntax.yaml.read import read_yaml

FORMAT_NAME = "promptfoo"

_NAME = re.compile(r"(?:^|/)promptfooconfig[^/]*\.ya?ml$", re.IGNORECASE)


class PromptfooFormat(WithoutPrompt):
    """Reads the settings of promptfoo, which are known by their name alone."""

    def owns(self, path: str) -> bool:
        """Whether a file has the name that promptfoo looks for."""
        return _NAME.search(path) is not None

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read the settings. Their faults are not reported: promptfoo has a schema for that."""
        return settings_document(text, path, FORMAT_NAME, read_yaml(text))


FORMAT = PromptfooFormat(FORMAT_NAME)
