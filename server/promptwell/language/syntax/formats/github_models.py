"""GitHub Models: `.prompt.yml` and `.prompt.yaml` files.

Messages with roles, in which `{{name}}` is replaced, blanks not allowed; test data and evaluators. The
service has gone, but `actions/ai-inference` and `gh models eval` read the files.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.containers.build import Part, Prompt, container
from promptwell.language.syntax.formats.containers.shapes import (
    conversation,
    has_top_keys,
    is_text,
    is_yaml,
    keys_of_rows,
)
from promptwell.language.syntax.templates.placeholders.github_models import GIVEN
from promptwell.language.syntax.templates.styles import Style
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.source import Span

_SUFFIXES = (".prompt.yml", ".prompt.yaml")
_TELLING = ("testData", "evaluators", "modelParameters", "responseFormat", "jsonSchema", "model")
_STYLE = Style("github-models")


class GitHubModelsFormat:
    """Reads the prompts of GitHub Models."""

    name = "github-models"
    dialects = ("github-models",)

    def owns(self, path: str) -> bool:
        """Whether the suffix is `.prompt.yml` or `.prompt.yaml`."""
        return path.lower().endswith(_SUFFIXES)

    def recognizes(self, path: str, text: str) -> bool:
        """Whether a YAML file has messages, and beside them a key that goes with such."""
        if not is_yaml(path) or not has_top_keys(text, path, "messages"):
            return False
        return any(has_top_keys(text, path, key) for key in _TELLING) and bool(
            conversation((read_yaml(text).root or _EMPTY).get("messages"))
        )

    def dialect_of(self, path: str, text: str) -> str:
        """There is one."""
        return "github-models"

    def schema(self, dialect: str) -> KeySchema | None:
        """The keys of the file."""
        from promptwell.language.syntax.formats.keys.github_models import GITHUB_MODELS

        return GITHUB_MODELS

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file: its messages and what its evaluators ask are one prompt."""
        reading = read_yaml(text)
        root = reading.root or _EMPTY
        parts = (*conversation(root.get("messages")), *_asked(root.get("evaluators")))
        names = keys_of_rows(root.get("testData"))
        prompts = [Prompt("messages", root, parts, _STYLE, names)] if parts else []
        return container(text, path, self.name, dialect, reading, prompts)


FORMAT = GitHubModelsFormat()

_EMPTY = YamlNode("mapping", Span(0, 0))


def _asked(evaluators: YamlNode | None) -> Iterator[Part]:
    """The texts of the evaluators, in which the test's values and the answer are put in."""
    for item in evaluators.items if evaluators else ():
        for key in ("string", "llm"):
            asked = item.get(key)
            for entry in asked.entries if asked else ():
                if is_text(entry.value):
                    yield Part(entry.value, None, None, GIVEN)
