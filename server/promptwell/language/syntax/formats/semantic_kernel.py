"""Semantic Kernel: prompts in YAML with `template` and `template_format`, and `skprompt.txt` files.

`{{$name}}` is a variable, `{{plugin.function $name}}` a call, `{{'text'}}` a text; Jinja templates are read
as such, Handlebars and Liquid only as far as the keys go. A `skprompt.txt` has its variables in the
`config.json` beside it.
"""

from __future__ import annotations

from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.formats.base import KeySchema
from promptwell.language.syntax.formats.containers.build import Part, Prompt, container, messages_of
from promptwell.language.syntax.formats.containers.shapes import (
    has_top_keys,
    is_text,
    is_yaml,
    named_items,
)
from promptwell.language.syntax.templates.placeholders.semantic_kernel import (
    parse_semantic_kernel,
)
from promptwell.language.syntax.templates.styles import Style, style_named
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.source import SourceText, Span

_TEXT_NAME = "skprompt.txt"
_PROMPT_SUFFIXES = (".prompt.yaml", ".prompt.yml")
_BESIDE = ("template_format", "input_variables", "execution_settings")
_STYLE = Style("semantic-kernel")


class SemanticKernelFormat:
    """Reads the prompts of Semantic Kernel."""

    name = "semantic-kernel"
    dialects = ("semantic-kernel",)

    def owns(self, path: str) -> bool:
        """Whether the file is a `skprompt.txt`, or a prompt in YAML that may be one of its own."""
        name = path.rpartition("/")[2].lower()
        return name == _TEXT_NAME or name.endswith(_PROMPT_SUFFIXES)

    def recognizes(self, path: str, text: str) -> bool:
        """Whether a YAML file has a template, and beside it a key that only Semantic Kernel has."""
        if path.rpartition("/")[2].lower() == _TEXT_NAME:
            return True
        if not is_yaml(path) or not has_top_keys(text, path, "template"):
            return False
        return not has_top_keys(text, path, "_type") and any(
            has_top_keys(text, path, key) for key in _BESIDE
        )

    def dialect_of(self, path: str, text: str) -> str:
        """There is one; the template's language is told by `template_format`."""
        return "semantic-kernel"

    def schema(self, dialect: str) -> KeySchema | None:
        """The keys of the YAML file."""
        from promptwell.language.syntax.formats.keys.semantic_kernel import SEMANTIC_KERNEL

        return SEMANTIC_KERNEL

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file."""
        if not is_yaml(path):
            return self._text_file(text, path)
        reading = read_yaml(text)
        root = reading.root
        template = root.get("template") if root is not None else None
        if root is None or template is None or not is_text(template):
            return container(text, path, self.name, dialect, reading, ())
        names = named_items(root.get("input_variables"))
        written = root.get("template_format")
        style = style_named((written.text() or "") if written else "") or _STYLE
        prompt = Prompt("template", root, (Part(template),), style, names)
        return container(text, path, self.name, dialect, reading, (prompt,))

    def _text_file(self, text: str, path: str) -> PromptDocument:
        whole = Span(1 if text.startswith("\ufeff") else 0, len(text))
        template = parse_semantic_kernel(text, whole)
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            "semantic-kernel",
            "semantic-kernel",
            None,
            whole,
            template,
            messages_of(text, whole, template, _STYLE),
            template.problems,
        )


FORMAT = SemanticKernelFormat()
