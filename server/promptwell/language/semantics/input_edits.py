"""Edits of the front matter that declare an input or take a declaration away."""

from __future__ import annotations

import re

from promptwell.language.semantics.types import Type
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span

_V1_KINDS = {"integer": "number", "float": "number", "thread": "array"}
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
# Names that YAML would read as a truth value or as nothing.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def declare_input(document: PromptDocument, name: str, type_: Type) -> TextEdit | None:
    """The edit that declares an input in the way the file already writes its inputs.

    None where the file has no place for a declaration: a plain template without front matter.
    """
    name = f'"{name}"' if name.lower() in _YAML_WORDS else name
    kind = "string" if type_.kind in ("any", "null") else type_.kind
    if document.dialect == "prompty-v1":
        fields = f"type: {_V1_KINDS.get(kind, kind)}"
    else:
        fields = f"kind: {kind}"
    inputs = document.root.entry("inputs")
    if inputs is not None:
        return _into_inputs(document, inputs, name, fields)
    sample = document.root.entry("sample")
    if document.dialect == "prompty-v1" and sample and sample.value.kind == "mapping":
        return _into_mapping(document, sample.value, f'{name}: ""', f'{name}: ""')
    return _new_block(document, name, fields)


def remove_entry(document: PromptDocument, path: tuple[str, ...], entry: Span) -> TextEdit | None:
    """The edit that removes one entry of the mapping or list at `path`, with its lines.

    The last entry takes the key of the mapping or list along. None where no such entry is found, and
    where other values refer to an anchor in it.
    """
    holder = document.root.get(*path)
    outer = document.root.get(*path[:-1]) if path else None
    if holder is None or outer is None:
        return None
    spans = [each.span for each in holder.entries] or [each.span for each in holder.items]
    found = [number for number, span in enumerate(spans) if span.overlaps(entry) or span == entry]
    if len(found) != 1 or _is_referred_to(document, spans[found[0]]):
        return None
    if len(spans) == 1:
        key = outer.entry(path[-1])
        return TextEdit(_whole_lines(document.source, key.span), "") if key else None
    if holder.style == "flow":
        return TextEdit(_flow_entry(spans, found[0]), "")
    return TextEdit(_whole_lines(document.source, spans[found[0]]), "")


def _is_referred_to(document: PromptDocument, entry: Span) -> bool:
    anchors = set(_ANCHOR.findall(document.source.slice(entry)))
    return bool(anchors) and any(
        node.kind == "alias" and node.value in anchors and not entry.covers(node.span)
        for node in document.root.walk()
    )


def _into_inputs(
    document: PromptDocument, inputs: YamlEntry, name: str, fields: str
) -> TextEdit | None:
    value = inputs.value
    key, _, kind = fields.partition(": ")
    if value.kind == "missing":
        eol = _line_end(document)
        at = _end_of_line(document.source, inputs.span.end)
        return TextEdit(Span(at, at), f"{eol}  {name}:{eol}    {key}: {kind}")
    if value.kind == "sequence":
        return _into_sequence(document, value, name, fields)
    if value.kind == "mapping":
        nested = _line_end(document).join((f"{name}:", f"{{indent}}  {fields}"))
        compact = f"{name}: {{{fields}}}"
        last = value.entries[-1].value if value.entries else None
        flow = last is not None and last.kind == "mapping" and last.style == "flow"
        return _into_mapping(document, value, compact if flow else nested, compact)
    return None


def _into_mapping(
    document: PromptDocument, mapping: YamlNode, block: str, flow: str
) -> TextEdit | None:
    if mapping.style == "flow":
        return _before_bracket(mapping, flow, bool(mapping.entries))
    if not mapping.entries:
        return None
    indent = " " * document.source.line_column(mapping.entries[0].span.start)[1]
    at = _end_of_line(document.source, mapping.entries[-1].span.end)
    text = block.replace("{indent}", indent)
    return TextEdit(Span(at, at), f"{_line_end(document)}{indent}{text}")


def _into_sequence(
    document: PromptDocument, sequence: YamlNode, name: str, fields: str
) -> TextEdit | None:
    if sequence.style == "flow":
        return _before_bracket(sequence, f"{{name: {name}, {fields}}}", bool(sequence.items))
    if not sequence.items:
        return None
    eol = _line_end(document)
    first, last = sequence.items[0], sequence.items[-1]
    line, column = document.source.line_column(first.span.start)
    dash = document.source.line_text(line).rfind("-", 0, column)
    if dash < 0:
        return None
    at = _end_of_line(document.source, last.span.end)
    indent = " " * dash
    if last.style == "flow":
        return TextEdit(Span(at, at), f"{eol}{indent}- {{name: {name}, {fields}}}")
    inner = " " * (column - dash - 1)
    nested = " " * column
    return TextEdit(Span(at, at), f"{eol}{indent}-{inner}name: {name}{eol}{nested}{fields}")


def _before_bracket(node: YamlNode, text: str, others: bool) -> TextEdit:
    at = node.span.end - 1
    return TextEdit(Span(at, at), f", {text}" if others else text)


def _new_block(document: PromptDocument, name: str, fields: str) -> TextEdit | None:
    eol = _line_end(document)
    block = f"inputs:{eol}  {name}:{eol}    {fields}{eol}"
    if document.front_matter is not None:
        at = document.front_matter.content.end
        broken = at == 0 or document.text[at - 1] in "\r\n"
        return TextEdit(Span(at, at), block if broken else eol + block)
    if not document.dialect.startswith("prompty"):
        return None
    at = 1 if document.text.startswith("\ufeff") else 0
    return TextEdit(Span(at, at), f"---{eol}{block}---{eol}")


def _line_end(document: PromptDocument) -> str:
    return "\r\n" if "\r\n" in document.text[:2000] else "\n"


def _end_of_line(source: SourceText, offset: int) -> int:
    return source.line_span(source.line_number(offset)).end


def _whole_lines(source: SourceText, span: Span) -> Span:
    first = source.line_number(span.start)
    last = source.line_number(max(span.end - 1, span.start))
    after = source.line_starts[last + 1] if last + 1 < len(source.line_starts) else source.end
    return Span(source.line_starts[first], after)


def _flow_entry(spans: list[Span], number: int) -> Span:
    if number + 1 < len(spans):
        return Span(spans[number].start, spans[number + 1].start)
    return Span(spans[number - 1].end, spans[number].end)
