"""Written values of an input that contradict what its declaration says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.semantics.model import Declaration, SemanticModel
from promptwell.language.semantics.types import type_of
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_CHECKED = frozenset({"string", "integer", "float", "boolean", "array", "object"})
_FITS = {"float": frozenset({"float", "integer"})}
_WORDS = {"string": "a text", "integer": "an integer", "float": "a number", "boolean": "a boolean"}
_VALUES = ("default", "example")


class Conflict(NamedTuple):
    """A written value that does not fit: where, why, and the place that it contradicts.

    `mend` is a title and the edit that makes it fit, where one does. `sample` marks a value that
    only tries the prompt out.
    """

    span: Span
    message: str
    because: Span
    mend: tuple[str, TextEdit] | None = None
    sample: bool = False


def value_conflicts(model: SemanticModel) -> Iterator[Conflict]:
    """Defaults, examples, sample values and enum values that do not fit their input's kind."""
    for declaration in model.declarations:
        if declaration.origin == "inputs" and declaration.kind_text:
            yield from _of_input(model, declaration)


def _of_input(model: SemanticModel, declaration: Declaration) -> Iterator[Conflict]:
    kind = declaration.type.kind
    if kind not in _CHECKED:
        return
    written: list[tuple[str, YamlNode]] = []
    node = _entry_node(model, declaration)
    if node is not None and node.kind == "mapping":
        written += [(key, value) for key in _VALUES if (value := node.get(key)) is not None]
    sample = model.document.root.get("sample", declaration.name)
    if sample is not None:
        written.append(("sample", sample))
    for key, value in written:
        yield from _judge(declaration, kind, key, value, model)
    choices = node.get("enumValues") if node is not None else None
    if choices is not None and choices.kind == "sequence":
        for choice in choices.items:
            yield from _judge(declaration, kind, "enumValues", choice, model)
        yield from _outside_choices(declaration, choices)


def _judge(
    declaration: Declaration, kind: str, key: str, value: YamlNode, model: SemanticModel
) -> Iterator[Conflict]:
    if value.kind in ("missing", "alias") or _is_reference(value):
        return
    found = "object" if value.kind == "mapping" else "array" if value.kind == "sequence" else ""
    found = found or type_of(value.value).kind
    if found == "any" or found == kind or found in _FITS.get(kind, ()):
        return
    mend: tuple[str, TextEdit] | None = None
    if kind == "string" and value.kind == "scalar":
        raw = model.document.source.slice(value.span)
        if str(value.value) == raw:
            return  # `default: 5` is written into the prompt as it stands
        message = (
            f"YAML reads `{raw}` as {_WORDS[found]}, and the prompt gets `{value.value}`: quote it"
        )
        mend = ("Quote the value", TextEdit(value.span, f'"{raw}"'))
    else:
        what = "a choice of" if key == "enumValues" else f"the {key} of"
        message = (
            f"{what} `{declaration.name}` is {_a(found)}, and its kind is {declaration.kind_text}"
        )
        mend = _unquoted(kind, value)
    because = declaration.type_span or declaration.name_span
    yield Conflict(value.span, message, because, mend, key == "sample")


def _outside_choices(declaration: Declaration, choices: YamlNode) -> Iterator[Conflict]:
    known = [choice.value for choice in choices.items if choice.kind == "scalar"]
    if not known or len(known) != len(choices.items):
        return
    for key, value, span in (
        ("default", declaration.default, declaration.default_span),
        ("example", declaration.example, None),
    ):
        given = declaration.has_default if key == "default" else declaration.has_example
        if given and span is not None and value is not None and value not in known:
            shown = ", ".join(f"`{each}`" for each in known[:6])
            message = f"the {key} of `{declaration.name}` is none of its choices: {shown}"
            yield Conflict(span, message, choices.span)


def _unquoted(kind: str, value: YamlNode) -> tuple[str, TextEdit] | None:
    """Take the quotes off a number or boolean that was written as text."""
    text = value.text()
    if text is None or value.style not in ("single", "double"):
        return None
    plain = text.strip()
    if kind == "boolean":
        fits = plain.lower() in ("true", "false")
        plain = plain.lower()
    else:
        fits = kind in ("integer", "float") and _is_number(plain, whole=kind == "integer")
    return ("Remove the quotes", TextEdit(value.span, plain)) if fits else None


def _is_number(text: str, *, whole: bool) -> bool:
    try:
        float(int(text) if whole else float(text))
    except (ValueError, OverflowError):
        return False
    return text.isascii() and "_" not in text


def _is_reference(value: YamlNode) -> bool:
    text = value.text()
    return text is not None and "${" in text


def _entry_node(model: SemanticModel, declaration: Declaration) -> YamlNode | None:
    inputs = model.document.root.get("inputs")
    if inputs is None:
        return None
    for entry in inputs.entries:
        if entry.key.span == declaration.name_span:
            return entry.value
    for item in inputs.items:
        if item.span.covers(declaration.name_span):
            return item
    return None


def _a(kind: str) -> str:
    return _WORDS.get(kind, "a list" if kind == "array" else "a mapping")
