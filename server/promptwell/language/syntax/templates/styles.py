"""In which language the holes of a text are written: told by settings, by a file's keys, or by the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from promptwell.language.syntax.document import Engine
from promptwell.language.syntax.templates.jinja.tree import Template
from promptwell.language.text.source import Span

STYLES = (
    "f-string",
    "jinja2",
    "mustache",
    "handlebars",
    "semantic-kernel",
    "github-models",
    "text",
)
"""What settings may name. `text` has no holes at all."""

# Names that formats and their users give to the same languages.
_NAMES: Mapping[str, str] = {
    "f-string": "f-string",
    "fstring": "f-string",
    "python": "f-string",
    "jinja": "jinja2",
    "jinja2": "jinja2",
    "mustache": "mustache",
    "handlebars": "handlebars",
    "semantic-kernel": "semantic-kernel",
    "github-models": "github-models",
}

_JINJA = re.compile(
    r"\{%[-+]?\s*\w|\{#[\s-]|\{\{-?\s*[\w.]+\s*(?:\||\[|\(|~|\sif\s|[-+]\s*\d)|-\}\}"
)
_KERNEL = re.compile(r"\{\{\s*(?:\$\w|[\w-]+\.[\w-]+\s+\$\w)")
_HELPER = re.compile(
    r"\{\{~?[#/]\s*(?:if|each|unless|with|message)\b|\{\{~?\s*(?:else\s*~?\}|@\w)"
    r"|\{\{~?\s*(?:lookup|log|json|role)\s+[\w\"'(]"
)
_SECTION = re.compile(r"\{\{\s*[#^/>&!]\s*[\w.]|\{\{\{\s*[\w.]+\s*\}\}\}")
_DOUBLE = re.compile(r"\{\{\s*[^\W\d][\w.-]*\s*\}\}")
_SINGLE = re.compile(
    r"(?<!\{)\{[^\W\d]\w*(?:\.\w+|\[\w+\])*(?:![rsa])?(?::[^{}\s\"']{0,12})?\}(?!\})"
)


KERNEL_HANDLEBARS = "semantic-kernel-handlebars"
"""Handlebars as Semantic Kernel renders it, with helpers of its own."""


class Style(NamedTuple):
    """A template language; `sure` tells that a file or the settings say so, not only the text's looks."""

    name: str
    sure: bool = True

    @property
    def engine(self) -> Engine:
        """The language as documents name it."""
        return _ENGINES.get(self.name, "none")

    @property
    def dialect(self) -> str:
        """The rules that a template of this language follows."""
        return "plain" if self.name == "jinja2" else self.name


_ENGINES: Mapping[str, Engine] = {
    "jinja2": "jinja2",
    "mustache": "mustache",
    "handlebars": "handlebars",
    KERNEL_HANDLEBARS: "handlebars",
    "f-string": "f-string",
    "github-models": "github-models",
    "semantic-kernel": "semantic-kernel",
}


def style_named(written: str) -> Style | None:
    """The style of a name such as `template_format` has; text for a language that nobody reads here.

    None where nothing is written.
    """
    name = written.strip().lower()
    return Style(_NAMES.get(name, "text")) if name else None


def style_of(text: str, names: Iterable[str] = ()) -> Style:
    """The style that a text seems to have; `names` are those of its variables, where they are known.

    Single and double braces together are Jinja: in a
    text for Python a doubled brace stands for itself, around words it hardly ever does.
    """
    if "{" not in text:
        return Style("text", sure=False)
    if any(re.search(rf"(?<!\{{)\{{{re.escape(name)}[}}!:.\[]", text) for name in names):
        return Style("f-string", sure=False)
    if "{{" in text:
        if _JINJA.search(text):
            return Style("jinja2", sure=False)
        if _KERNEL.search(text):
            return Style("semantic-kernel", sure=False)
        if _HELPER.search(text):
            return Style("handlebars", sure=False)
        if _SECTION.search(text):
            return Style("mustache", sure=False)
        if _DOUBLE.search(text):
            return Style("jinja2", sure=False)
    elif _JINJA.search(text):
        return Style("jinja2", sure=False)
    return Style("f-string" if _SINGLE.search(text) else "text", sure=False)


def parse_style(text: str, span: Span, style: Style) -> Template:
    """The template between two offsets of a text. Never raises."""
    if style.name == "jinja2":
        from promptwell.language.syntax.templates.jinja.dialects import dialect
        from promptwell.language.syntax.templates.jinja.parse import parse_template

        return parse_template(text, span, dialect("plain"))
    if style.name == "mustache":
        from promptwell.language.syntax.templates.mustache.parse import parse_mustache

        return parse_mustache(text, span)
    if style.engine == "handlebars":
        from promptwell.language.syntax.templates.handlebars.parse import parse_handlebars

        return parse_handlebars(text, span, spaced=style.name == KERNEL_HANDLEBARS)
    if style.name == "f-string":
        from promptwell.language.syntax.templates.placeholders.f_string import parse_f_string

        return parse_f_string(text, span, sure=style.sure)
    if style.name == "semantic-kernel":
        from promptwell.language.syntax.templates.placeholders.semantic_kernel import (
            parse_semantic_kernel,
        )

        return parse_semantic_kernel(text, span)
    if style.name == "github-models":
        from promptwell.language.syntax.templates.placeholders.github_models import (
            parse_github_models,
        )

        return parse_github_models(text, span)
    return Template(span)
