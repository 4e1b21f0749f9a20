"""LangChain: YAML and JSON files with `_type`, read as far as their keys and variables go.

The templates are f-strings, in which a brace that is meant is doubled, or Mustache. Those of a
`few_shot` prompt's prefix and suffix are one prompt; its `example_prompt` is another.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.containers.build import Part, Prompt, container
from promptwell.language.syntax.formats.containers.shapes import (
    conversation,
    has_top_keys,
    is_json,
    is_text,
    is_yaml,
    read_tree,
    text_items,
)
from promptwell.language.syntax.templates.styles import Style, style_named
from promptwell.language.syntax.yaml.node import YamlNode

_KINDS = frozenset({"prompt", "few_shot", "chat"})
_BESIDE = ("template", "template_path", "input_variables", "messages", "suffix")
_STYLE = Style("f-string")


class LangChainFormat:
    """Reads the prompt files of LangChain."""

    name = "langchain"
    dialects = ("langchain",)

    def owns(self, path: str) -> bool:
        """Never: no name or folder says so."""
        return False

    def recognizes(self, path: str, text: str) -> bool:
        """Whether a YAML or JSON file has a `_type` that is a prompt's, and a prompt's other keys."""
        if not (is_yaml(path) or is_json(path)) or not has_top_keys(text, path, "_type"):
            return False
        if not any(has_top_keys(text, path, key) for key in _BESIDE):
            return False
        root = read_tree(text, path).root
        kind = root.get("_type") if root is not None else None
        return kind is not None and kind.value in _KINDS

    def dialect_of(self, path: str, text: str) -> str:
        """There is one; the template's language is told by `template_format`."""
        return "langchain"

    def schema(self, dialect: str) -> KeySchema | None:
        """The keys of the file."""
        from promptwell.language.syntax.formats.keys.langchain import LANGCHAIN

        return LANGCHAIN

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file."""
        reading = read_tree(text, path)
        prompts = _prompts(reading.root) if reading.root is not None else ()
        return container(text, path, self.name, dialect, reading, prompts)


FORMAT = LangChainFormat()


def _prompts(root: YamlNode) -> Iterator[Prompt]:
    names = (*text_items(root.get("input_variables")), *_partial(root))
    texts = [root.get(key) for key in ("template", "prefix", "suffix")]
    parts = [Part(each) for each in texts if each is not None and is_text(each)]
    parts += conversation(root.get("messages"))
    if parts:
        yield Prompt("template", root, tuple(parts), _style(root), names)
    example = root.get("example_prompt")
    template = example.get("template") if example is not None else None
    if example is not None and template is not None and is_text(template):
        names = text_items(example.get("input_variables"))
        yield Prompt("example_prompt", example, (Part(template),), _style(example), names)


def _partial(root: YamlNode) -> Iterator[YamlNode]:
    partial = root.get("partial_variables")
    return (entry.key for entry in (partial.entries if partial else ()) if is_text(entry.key))


def _style(holder: YamlNode) -> Style:
    written = holder.get("template_format")
    return style_named((written.text() or "") if written else "") or _STYLE
