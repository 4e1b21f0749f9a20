"""A text with the holes of any format as one with Jinja's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from promptwell.language.syntax.conversion.draft import Refusal
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.syntax.templates.styles import Style, parse_style
from promptwell.language.text.source import Span

_DELIMITER = re.compile(r"\{\{|\{%|\{#")
_ROLE_LINE = re.compile(
    r"^\s*#?\s*(?:system|user|assistant|developer)(?:\[.*\])?\s*:\s*$", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d]\w*\Z")
_WORDS = frozenset(
    {"and", "or", "not", "if", "else", "elif", "in", "is", "for", "true", "false", "none"}
    | {"True", "False", "None"}
)


@dataclass(frozen=True, slots=True)
class Jinja:
    """A template, and why it could not be made."""

    text: str
    refusals: tuple[Refusal, ...] = ()


def to_jinja(text: str, style: Style, spelled: Mapping[str, str] | None = None) -> Jinja:
    """A text in another template language as Jinja; a template of Jinja or Mustache stays as it is.

    What stands for itself there stands for itself here. `spelled` are names by their small letters, for
    languages in which names have no case.
    """
    spelled = spelled or {}
    template = parse_style(text, Span(0, len(text)), style)
    if style.name in ("jinja2", "mustache"):
        faults = [each.message for each in template.problems if not each.accepted]
        return Jinja(text, tuple(Refusal(fault) for fault in faults))
    parts: list[str] = []
    refusals: list[Refusal] = []
    position = 0
    for island in template.islands:
        parts.append(literal(_plain(text[position : island.span.start], style)))
        written = text[island.span.start : island.span.end]
        value, refusal = _value(island, written, style)
        if refusal:
            refusals.append(Refusal(refusal, written))
        elif isinstance(value, Expression):
            first, *fields = _path(value)
            named = spelled.get(first.lower(), first)
            parts.append(f"{{{{ {'.'.join([named, *fields])} }}}}")
        else:
            parts.append(literal(value))
        position = island.span.end
    parts.append(literal(_plain(text[position:], style)))
    return Jinja("".join(parts), tuple(refusals))


def literal(text: str) -> str:
    """A text as Jinja writes it, so that nothing in it means anything."""
    return _DELIMITER.sub(lambda found: f'{{{{ "{found.group()}" }}}}', text)


def role_lines(text: str) -> list[Refusal]:
    """The lines of a message that Prompty would take for the beginning of another one."""
    return [
        Refusal("Prompty would begin a new message at this line", line.strip())
        for line in text.splitlines()
        if _ROLE_LINE.match(line)
    ]


def unfit_name(name: str) -> str:
    """Why a name can't be that of an input, or ""."""
    if not _NAME.match(name):
        return f"`{name}` is no name in Jinja: letters, digits and `_` are"
    return f"`{name}` is a word of Jinja's own" if name in _WORDS else ""


def _plain(text: str, style: Style) -> str:
    if style.name == "f-string":
        return text.replace("{{", "{").replace("}}", "}")
    return text


def _value(island: Island, written: str, style: Style) -> tuple[Expression | str, str]:
    """What a hole writes: a path, or a text that stands for itself; or why it can't be said."""
    expressions = island.parsed.expressions
    if not island.closed:
        return "", "this is not closed"
    if not expressions:
        return "", "nothing stands between these braces"
    value = expressions[0]
    if value.kind == "filter":
        value = value.children[0]
    if value.kind == "constant" and style.name == "semantic-kernel":
        if written.lstrip("{ ").startswith(("'", '"')):
            return str(value.value), ""
        return "", "this calls a function of the kernel, which Prompty does not have"
    if value.kind not in ("name", "attribute"):
        return "", "this calls a function of the kernel, which Prompty does not have"
    if style.name == "f-string" and re.search(r"[\[!:]", written):
        return "", "this formats its value, which Prompty does otherwise"
    path = _path(value)
    return value, unfit_name(path[0])


def _path(expression: Expression) -> list[str]:
    if expression.kind == "attribute":
        return [*_path(expression.children[0]), str(expression.value)]
    return [str(expression.value)]
