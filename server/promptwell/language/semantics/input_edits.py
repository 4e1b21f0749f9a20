"""Edits of the front matter that declare an input or take a declaration away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from promptwell.language.semantics.container_inputs import declare_in_list, list_holding
from promptwell.language.semantics.dotprompt import is_prompt_file
from promptwell.language.semantics.prompt_edits import declare_fields
from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span

Fields = tuple[tuple[str, str], ...]
"""Keys with their values as written."""

_V1_KINDS = {"integer": "number", "float": "number", "thread": "array"}
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
# Names that YAML would read as a truth value or as nothing.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def declare_input(document: PromptDocument, name: str, type_: Type) -> TextEdit | None:
    """The edit that declares an input in the way the file already writes its inputs.

    None where the file has no place for a declaration: a plain template without front matter.
    """
    return declare_inputs(document, ((name, type_),))


def declare_inputs(document: PromptDocument, wanted: Sequence[tuple[str, Type]]) -> TextEdit | None:
    """The one edit that declares several inputs, each with its type, in the order given.

    None where the file has no place for a declaration.
    """
    if document.embedding is not None:
        return declare_in_list(document, [name for name, _ in wanted])
    if is_prompt_file(document):
        return declare_fields(document, wanted)
    found = [_New(as_key(name), kind_fields(document, type_)) for name, type_ in wanted]
    inputs = document.root.entry("inputs")
    if inputs is not None:
        return _into_inputs(document, inputs, found)
    sample = document.root.entry("sample")
    if document.dialect == "prompty-v1" and sample and sample.value.kind == "mapping":
        values = [f'{each.name}: ""' for each in found]
        return into_mapping(document, sample.value, values, values)
    return _new_block(document, found)


def kind_fields(document: PromptDocument, type_: Type) -> Fields:
    """The keys that tell an input's type as the file's version writes them, with their values."""
    kind = _kind(type_)
    if document.dialect == "prompty-v1":
        return (("type", _V1_KINDS.get(kind, kind)),)
    if kind != "array":
        return (("kind", kind),)
    # Prompty loads no array without its items.
    return (("kind", kind), ("items", f"{{kind: {_kind(type_.item or ANY)}}}"))


def remove_entry(document: PromptDocument, path: tuple[str, ...], entry: Span) -> TextEdit | None:
    """The edit that removes one entry of the mapping or list at `path`, with its lines.

    The last entry takes the key of the mapping or list along. None where no such entry is found, and
    where other values refer to an anchor in it.
    """
    edits = remove_entries(document, path, (entry,))
    return edits[0] if edits else None


def remove_entries(
    document: PromptDocument, path: tuple[str, ...], unwanted: Sequence[Span]
) -> tuple[TextEdit, ...]:
    """The edits that remove several entries of the mapping or list at `path`; see `remove_entry`.

    None are made unless every entry can go.
    """
    holder = document.root.get(*path)
    outer = document.root.get(*path[:-1]) if path else None
    listed = list_holding(document, unwanted[0]) if unwanted else None
    if listed is not None:
        outer, holder, path = listed[0], listed[1].value, (listed[1].name,)
    if holder is None or outer is None:
        return ()
    spans = [each.span for each in holder.entries] or [each.span for each in holder.items]
    gone: set[int] = set()
    for entry in unwanted:
        found = [
            number for number, span in enumerate(spans) if span.overlaps(entry) or span == entry
        ]
        if len(found) != 1 or _is_referred_to(document, spans[found[0]]):
            return ()
        gone.add(found[0])
    if len(gone) == len(spans):
        key = outer.entry(path[-1])
        return (TextEdit(_whole_lines(document.file, key.span), ""),) if key else ()
    if holder.style == "flow":
        return tuple(TextEdit(span, "") for span in _flow_entries(spans, gone))
    return tuple(
        TextEdit(_whole_lines(document.file, spans[number]), "") for number in sorted(gone)
    )


class _New(NamedTuple):
    """An input to declare: its name as YAML writes it, and the fields that tell its type."""

    name: str
    fields: Fields


def as_key(name: str) -> str:
    """A name as YAML reads it as a key."""
    return f'"{name}"' if name.lower() in _YAML_WORDS else name


def _is_referred_to(document: PromptDocument, entry: Span) -> bool:
    anchors = set(_ANCHOR.findall(document.file.slice(entry)))
    return bool(anchors) and any(
        node.kind == "alias" and node.value in anchors and not entry.covers(node.span)
        for node in document.header.walk()
    )


def _into_inputs(
    document: PromptDocument, inputs: YamlEntry, new: Sequence[_New]
) -> TextEdit | None:
    value = inputs.value
    eol = _line_end(document)
    if value.kind == "missing":
        at = _end_of_line(document.source, inputs.span.end)
        return TextEdit(Span(at, at), eol + _block(new, eol))
    if value.kind == "sequence":
        return _into_sequence(document, value, new)
    if value.kind == "mapping":
        nested = [each.name + ":" + _nested(each.fields, f"{eol}{{indent}}  ") for each in new]
        compact = [f"{each.name}: {{{_compact(each.fields)}}}" for each in new]
        last = value.entries[-1].value if value.entries else None
        flow = last is not None and last.kind == "mapping" and last.style == "flow"
        return into_mapping(document, value, compact if flow else nested, compact)
    return None


def into_mapping(
    document: PromptDocument, mapping: YamlNode, block: Sequence[str], flow: Sequence[str]
) -> TextEdit | None:
    """The edit that adds entries to a mapping, written for lines of their own or for braces.

    None where a mapping of lines has none to follow.
    """
    if mapping.style == "flow":
        return _before_bracket(mapping, flow, bool(mapping.entries))
    if not mapping.entries:
        return None
    indent = " " * document.source.line_column(mapping.entries[0].span.start)[1]
    at = _end_of_line(document.source, mapping.entries[-1].span.end)
    start = _line_end(document) + indent
    text = "".join(start + each.replace("{indent}", indent) for each in block)
    return TextEdit(Span(at, at), text)


def _into_sequence(
    document: PromptDocument, sequence: YamlNode, new: Sequence[_New]
) -> TextEdit | None:
    compact = [f"{{name: {each.name}, {_compact(each.fields)}}}" for each in new]
    if sequence.style == "flow":
        return _before_bracket(sequence, compact, bool(sequence.items))
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
        return TextEdit(Span(at, at), "".join(f"{eol}{indent}- {each}" for each in compact))
    inner = " " * (column - dash - 1)
    nested = " " * column
    text = "".join(
        f"{eol}{indent}-{inner}name: {each.name}" + _nested(each.fields, eol + nested)
        for each in new
    )
    return TextEdit(Span(at, at), text)


def _before_bracket(node: YamlNode, texts: Sequence[str], others: bool) -> TextEdit:
    at = node.span.end - 1
    text = ", ".join(texts)
    return TextEdit(Span(at, at), f", {text}" if others else text)


def _new_block(document: PromptDocument, new: Sequence[_New]) -> TextEdit | None:
    eol = _line_end(document)
    block = f"inputs:{eol}{_block(new, eol)}{eol}"
    if document.front_matter is not None:
        at = document.front_matter.content.end
        broken = at == 0 or document.text[at - 1] in "\r\n"
        return TextEdit(Span(at, at), block if broken else eol + block)
    if not document.dialect.startswith("prompty"):
        return None
    at = 1 if document.text.startswith("\ufeff") else 0
    return TextEdit(Span(at, at), f"---{eol}{block}---{eol}")


def _block(new: Sequence[_New], eol: str) -> str:
    return eol.join(f"  {each.name}:" + _nested(each.fields, f"{eol}    ") for each in new)


def _kind(type_: Type) -> str:
    return "string" if type_.kind in ("any", "null") else type_.kind


def _compact(fields: Fields) -> str:
    return ", ".join(f"{key}: {value}" for key, value in fields)


def _nested(fields: Fields, begin: str) -> str:
    """The fields on lines of their own, each behind the text that begins a line."""
    return "".join(f"{begin}{key}: {value}" for key, value in fields)


def _line_end(document: PromptDocument) -> str:
    return "\r\n" if "\r\n" in document.text[:2000] else "\n"


def _end_of_line(source: SourceText, offset: int) -> int:
    return source.line_span(source.line_number(offset)).end


def _whole_lines(source: SourceText, span: Span) -> Span:
    first = source.line_number(span.start)
    last = source.line_number(max(span.end - 1, span.start))
    after = source.line_starts[last + 1] if last + 1 < len(source.line_starts) else source.end
    return Span(source.line_starts[first], after)


def _flow_entries(spans: Sequence[Span], gone: set[int]) -> list[Span]:
    """What to delete between the brackets: each entry with the comma that parted it from the rest."""
    last = max(set(range(len(spans))) - gone)
    found = [
        Span(spans[number].start, spans[number + 1].start)
        for number in sorted(gone)
        if number < last
    ]
    if last + 1 < len(spans):
        found.append(Span(spans[last].end, spans[-1].end))
    return found
