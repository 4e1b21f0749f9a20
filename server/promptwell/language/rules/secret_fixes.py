"""Fixes that take a secret out of a file: by a variable, the environment, or a blank to fill in."""

from __future__ import annotations

import re

from promptwell.language.detectors.secrets.secret import Secret
from promptwell.language.rules.base import Fix
from promptwell.language.semantics.input_edits import declare_input
from promptwell.language.semantics.types import Type
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
_BETWEEN = re.compile(r"[^A-Za-z0-9]+")
_MOST_WORDS = 5
# How each engine writes the value of a variable. Those that are not here have none.
_OUTPUTS = {
    "jinja2": "{{ %s }}",
    "mustache": "{{%s}}",
    "handlebars": "{{%s}}",
    "f-string": "{%s}",
    "github-models": "{{%s}}",
    "semantic-kernel": "{{$%s}}",
}


def fixes_for(document: PromptDocument, secret: Secret) -> tuple[Fix, ...]:
    """What can stand in the secret's place. Unsafe, as the prompt needs the value from elsewhere then."""
    name = _name_of(secret)
    front = document.front_matter
    in_body = front is None or document.is_container or secret.span.start >= front.span.end
    if not in_body and document.dialect.startswith("prompty"):
        return (*_from_environment(document, secret.span, name), _blank(secret.span, name))
    if in_body and document.engine in _OUTPUTS and _takes_output(document, secret.span.start):
        return (_variable(document, secret.span, name), _blank(secret.span, name))
    return (_blank(secret.span, name),)


def _variable(document: PromptDocument, span: Span, name: str) -> Fix:
    output = _OUTPUTS[document.engine] % name
    edits = [TextEdit(span, output)]
    if not any(name in line for line in _declared_names(document)):
        declaration = declare_input(document, name, Type("string"))
        if declaration is not None and not declaration.span.overlaps(span):
            edits.append(declaration)
    return Fix(f"Put the input `{name}` in its place", tuple(sorted(edits)), safe=False)


def _declared_names(document: PromptDocument) -> list[str]:
    inputs = document.header.get("inputs")
    return [document.file.slice(inputs.span)] if inputs is not None else []


def _from_environment(document: PromptDocument, span: Span, name: str) -> tuple[Fix, ...]:
    """A reference to the environment, which Prompty resolves where it is a whole value."""
    scalar = _scalar_at(document.root, span)
    if scalar is None:
        return ()
    variable = name.upper()
    quoted = document.text[scalar.span.start : scalar.span.start + 1] in ("'", '"')
    inside = Span(scalar.span.start + quoted, scalar.span.end - quoted)
    if inside != span:
        return ()
    reference = f"${{env:{variable}}}"
    text = reference if quoted else f'"{reference}"'
    return (Fix(f"Read it from the environment: {reference}", (TextEdit(span, text),), safe=False),)


def _blank(span: Span, name: str) -> Fix:
    blank = f"YOUR_{name.upper()}"
    return Fix(f"Put {blank} in its place", (TextEdit(span, blank),), safe=False)


def _takes_output(document: PromptDocument, offset: int) -> bool:
    """Whether the template may write a value at a place: not in a tag of its own, nor in a fence."""
    if document.is_container or document.template.island_at(offset) is not None:
        return False
    if document.embedding is not None:
        # Braces where a text without quotes begins would begin something else in YAML.
        return all(each.span.start != offset for each in document.embedding.scalars)
    fences = [
        span
        for span in code_spans(document.text, document.body.start)
        if document.text.startswith(("```", "~~~"), span.start)
    ]
    return not in_code(fences, offset)


def _scalar_at(root: YamlNode, span: Span) -> YamlNode | None:
    for node in root.walk():
        if node.kind == "scalar" and node.span.covers(span):
            return node
    return None


def _name_of(secret: Secret) -> str:
    """A name for the variable: the one that the secret was given to, or what it is."""
    if secret.kind == "assignment":
        words = _WORD.findall(secret.key)[-_MOST_WORDS:]
    else:
        words = _BETWEEN.split(secret.format or secret.name)
    name = "_".join(word.lower() for word in words if word)
    return f"secret_{name}" if name[:1].isdigit() else name or "secret"
