"""Semantic Kernel: prompts in YAML with `template` and `template_format`, and `skprompt.txt` files.

`{{$name}}` is a variable, `{{plugin.function $name}}` a call, `{{'text'}}` a text; templates in Jinja and
Handlebars are read as such, Liquid only as far as the keys go. A `skprompt.txt` has its variables in the
`config.json` beside it; whether it is Handlebars or Jinja its tags tell, or the settings (`[dialects]`).
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
from promptwell.language.syntax.templates.styles import (
    KERNEL_HANDLEBARS,
    Style,
    parse_style,
    style_named,
    style_of,
)
from promptwell.language.syntax.yaml.read import read_yaml
from promptwell.language.text.source import SourceText, Span

_TEXT_NAME = "skprompt.txt"
_PROMPT_SUFFIXES = (".prompt.yaml", ".prompt.yml")
_BESIDE = ("template_format", "input_variables", "execution_settings")
_STYLE = Style("semantic-kernel")


class SemanticKernelFormat:
    """Reads the prompts of Semantic Kernel."""

    name = "semantic-kernel"
    dialects = ("semantic-kernel", "handlebars", "jinja2")

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
        """The language of a `skprompt.txt`; that of a template in YAML is told by `template_format`."""
        if is_yaml(path) or "{" not in text:
            return "semantic-kernel"
        seems = style_of(text).name
        if seems == "jinja2" and "{%" in text:
            return "jinja2"
        return seems if seems == "handlebars" else "semantic-kernel"

    def schema(self, dialect: str) -> KeySchema | None:
        """The keys of the YAML file; the other dialects are those of texts without keys."""
        if dialect != "semantic-kernel":
            return None
        from promptwell.language.syntax.formats.keys.semantic_kernel import SEMANTIC_KERNEL

        return SEMANTIC_KERNEL

    def parse(self, text: str, path: str, dialect: str) -> PromptDocument:
        """Read a file."""
        if not is_yaml(path):
            return self._text_file(text, path, _style(dialect))
        reading = read_yaml(text)
        root = reading.root
        template = root.get("template") if root is not None else None
        if root is None or template is None or not is_text(template):
            return container(text, path, self.name, _STYLE.name, reading, ())
        names = named_items(root.get("input_variables"))
        written = root.get("template_format")
        style = _style((written.text() or "") if written else dialect)
        prompt = Prompt("template", root, (Part(template),), style, names)
        return container(text, path, self.name, _STYLE.name, reading, (prompt,))

    def _text_file(self, text: str, path: str, style: Style) -> PromptDocument:
        whole = Span(1 if text.startswith("\ufeff") else 0, len(text))
        template = parse_style(text, whole, style)
        return PromptDocument(
            path,
            SourceText(text),
            self.name,
            style.dialect,
            style.engine,
            None,
            whole,
            template,
            messages_of(text, whole, template, style),
            template.problems,
        )


def _style(written: str) -> Style:
    style = style_named(written) or _STYLE
    return Style(KERNEL_HANDLEBARS) if style.name == "handlebars" else style


FORMAT = SemanticKernelFormat()
