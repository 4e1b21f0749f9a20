"""The rule wrong-value-type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from promptwell.language.detectors.agent_keys import dropped_values, profile_of
from promptwell.language.detectors.front_matter_keys import KnownValue, described_keys
from promptwell.language.detectors.loader_refusals import Refusal, loader_refusals
from promptwell.language.rules.base import Finding, Fix, Rule, RuleContext
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_EXPONENT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]*)?)[eE]([+-]?)([0-9]+)")
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "nothing",
    "mapping": "a mapping",
    "list": "a list",
}

_READERS = {
    "prompty": "Prompty",
    "dotprompt": "Dotprompt",
    "github-models": "GitHub Models",
    "semantic-kernel": "Semantic Kernel",
    "langchain": "LangChain",
}


class WrongValueType(Rule):
    """A value of the front matter that its key can't take.

    ## What it does

    Reports values of another type than their key takes (a word where a number stands, a list
    where a mapping stands) and words that are none of those a key allows. Where a key may have words
    of your own, such as a provider, only a slip for a usual word is reported. It is an **error**
    where the format's own loader refuses the file and a warning where it lets the value pass and
    fails or ignores it later.

    Prompty 2 refuses a bare value in place of an input (`topic: Jane`), though its specification
    allows it; the fix writes the input out.

    ## Why is this bad?

    `temperature: "hot"` loads well and fails at the provider, once the prompt is used.
    `kind: strng` loads well, too, and the value is checked as nothing.

    ## Example

    ```prompty
    ---
    name: joke
    model:
      id: gpt-4o
      options: {temperature: hot}
    inputs:
      topic: cats
    ---
    Tell a joke about {{ topic }}.
    ```

    ```prompty
    ---
    name: joke
    model:
      id: gpt-4o
      options: {temperature: 0.9}
    inputs:
      topic: {kind: string, default: cats}
    ---
    Tell a joke about {{ topic }}.
    ```

    ## Fix

    Where one of the allowed words is nearly what you wrote, the fix writes it. It is unsafe where other
    words are allowed as well, and in the files of coding agents, which pass over a wrong one. A number
    or a truth value in quotes loses its quotes.
    """

    group = "structure"
    severity = "warning"

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield each value that doesn't fit its key, those that the loader refuses first."""
        document = model.document
        if document.front_matter is None or not document.front_matter.strict:
            return
        told = {entry.value.span for entry, _ in dropped_values(document)}
        if document.dialect == "prompty-v2":
            for refusal in loader_refusals(document.root):
                if refusal.kind == "missing":
                    continue
                told.add(refusal.node.span)
                if not refusal.is_old_template:
                    yield _refused(refusal, document.text)
        profile = profile_of(document)
        tool = profile.tool if profile else _READERS.get(document.format, "its reader")
        for value in described_keys(document).values:
            if value.schema.judged_by or value.schema.deprecated:
                continue
            if value.node.span not in told:
                finding = _of_value(value, tool, in_agent_file=profile is not None)
                if finding:
                    yield finding


def _refused(refusal: Refusal, text: str) -> Finding:
    if refusal.kind == "shorthand":
        message = (
            f"Prompty 2 refuses a bare value here: `{refusal.name}` needs a mapping with a `kind`"
        )
        return Finding(refusal.span, message, _written_out(refusal.node, text), severity="error")
    actual = _name_of(refusal.node)
    message = f"`{refusal.name}` is {actual}, and Prompty refuses it: it takes {refusal.wanted}"
    return Finding(refusal.span, message, severity="error")


def _written_out(node: YamlNode, text: str) -> tuple[Fix, ...]:
    value = node.value
    if node.kind != "scalar" or value is None or node.style not in ("plain", "single", "double"):
        return ()
    kinds = {bool: "boolean", int: "integer", float: "float", str: "string"}
    kind = kinds.get(type(value))
    written = text[node.span.start : node.span.end]
    # Inside braces a plain word may hold no comma, colon or bracket.
    if kind is None or (node.style == "plain" and any(mark in written for mark in ",:[]{}#\n")):
        return ()
    shown = f"{{kind: {kind}, default: {written}}}"
    return (Fix("Write the input out", (TextEdit(node.span, shown),)),)


def _of_value(value: KnownValue, tool: str, *, in_agent_file: bool) -> Finding | None:
    node, schema = value.node, value.schema
    label = value.entry.name if value.entry else schema.name
    if not label:
        return None
    if not schema.allows(node):
        span = node.span if node.span.end > node.span.start else _key_of(value)
        respelled = _as_yaml_number(node) if "number" in schema.types else None
        if respelled:
            message = (
                f"`{label}` is the text `{node.value}`, not a number: YAML wants `{respelled}`"
            )
            fix = Fix(f"Write `{respelled}`", (TextEdit(node.span, respelled),))
            return Finding(span, message, (fix,))
        message = f"`{label}` is {_name_of(node)}; it takes {_wanted(schema.types)}"
        return Finding(span, message, _unquoted(node, schema.types))
    written = node.text()
    if not schema.values or written is None or written.startswith("${"):
        return None
    if written in schema.values:
        return None
    if schema.suggested:
        return _slip(node, label, written, schema.values, tool)
    message = f"`{label}` can't be `{_short(written)}`; it is {_either(schema.values)}"
    near = get_close_matches(written.lower(), schema.values, 1, 0.6)
    fixes: tuple[Fix, ...] = ()
    if near and node.style == "plain":
        edit = TextEdit(node.span, near[0])
        # Coding agents pass over such a value; mended, it counts, and may permit something.
        fixes = (Fix(f"Change to `{near[0]}`", (edit,), safe=not in_agent_file),)
    return Finding(node.span, message, fixes)


def _slip(
    node: YamlNode, label: str, written: str, values: tuple[str, ...], tool: str
) -> Finding | None:
    """A word that the loader lets pass, where it is one of the usual words but for a letter."""
    near = get_close_matches(written.lower(), values, 1, 0.8)
    if not near or not written.isalpha():
        return None
    message = f"`{label}` is `{written}`, which {tool} doesn't know; did you mean `{near[0]}`?"
    edit = TextEdit(node.span, near[0])
    fixes = (Fix(f"Change to `{near[0]}`", (edit,), safe=False),) if node.style == "plain" else ()
    return Finding(node.span, message, fixes)


def _as_yaml_number(node: YamlNode) -> str | None:
    """A number without a point before its exponent, which YAML 1.1 takes for text, as YAML has it."""
    found = _EXPONENT.fullmatch(node.text() or "") if node.style == "plain" else None
    if found is None:
        return None
    digits, sign, power = found.groups()
    return f"{digits if '.' in digits else digits + '.0'}e{sign or '+'}{power}"


def _unquoted(node: YamlNode, types: tuple[str, ...]) -> tuple[Fix, ...]:
    written = node.text()
    if written is None or node.style not in ("single", "double"):
        return ()
    is_number = "number" in types or "integer" in types
    if is_number:
        try:
            is_number = "number" in types or float(written).is_integer()
        except ValueError:
            is_number = False
    if is_number or ("boolean" in types and written in ("true", "false")):
        return (Fix("Remove the quotes", (TextEdit(node.span, written.strip()),)),)
    return ()


def _key_of(value: KnownValue) -> Span:
    return value.entry.key.span if value.entry else value.node.span


def _name_of(node: YamlNode) -> str:
    if node.kind == "mapping":
        return "a mapping"
    if node.kind == "sequence":
        return "a list"
    if node.value is None:
        return "empty"
    if isinstance(node.value, bool):
        return f"`{str(node.value).lower()}`"
    if isinstance(node.value, (int, float)):
        return f"the number {node.value}"
    return f"the text `{_short(str(node.value))}`"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:37] + "..."


def _wanted(types: tuple[str, ...]) -> str:
    names = [_TYPES[each] for each in types if each != "null" and each in _TYPES]
    if "number" in types:
        names = [name for name in names if name != _TYPES["integer"]]
    return _joined(names)


def _either(values: tuple[str, ...]) -> str:
    return _joined([f"`{value}`" for value in values])


def _joined(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else "".join(names)
