"""Edits of the front matter of `.prompt` files that declare inputs."""

from __future__ import annotations

from collections.abc import Sequence

from promptwell.language.semantics.dotprompt import fields_holder, input_schema
from promptwell.language.semantics.types import Type
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span

_TYPES = {"string": "string", "integer": "integer", "float": "number", "boolean": "boolean"}


def pico_type(type_: Type) -> str:
    """The type of Picoschema that comes nearest to what is known of a value."""
    return _TYPES.get(type_.kind, "any" if type_.kind in ("object", "array") else "string")


def declare_fields(document: PromptDocument, wanted: Sequence[tuple[str, Type]]) -> TextEdit | None:
    """The one edit that adds fields to `input.schema`, in the way in which it is written.

    None where the schema has a name only, or is no mapping.
    """
    source = document.source
    eol = "\r\n" if "\r\n" in document.text[:2000] else "\n"
    holder = fields_holder(document)
    if holder is not None:
        path, node = holder
        lines = [_field(name, type_, path[-1] == "properties") for name, type_ in wanted]
        if node.style == "flow":
            at = node.span.end - 1
            return TextEdit(Span(at, at), (", " if node.entries else "") + ", ".join(lines))
        if not node.entries:
            return None
        indent = " " * source.line_column(node.entries[0].span.start)[1]
        at = _end_of_line(source, node.entries[-1].span.end)
        return TextEdit(Span(at, at), "".join(f"{eol}{indent}{line}" for line in lines))
    if input_schema(document) is not None:
        return None
    lines = [_field(name, type_, False) for name, type_ in wanted]
    entry = document.root.entry("input")
    if entry is not None and entry.value.kind == "mapping" and entry.value.style != "flow":
        indent = " " * source.line_column(entry.value.entries[0].span.start)[1]
        at = _end_of_line(source, entry.value.span.end)
        fields = "".join(f"{eol}{indent}  {line}" for line in lines)
        return TextEdit(Span(at, at), f"{eol}{indent}schema:{fields}")
    if entry is not None:
        return None
    block = f"input:{eol}  schema:{eol}" + "".join(f"    {line}{eol}" for line in lines)
    if document.front_matter is not None:
        at = document.front_matter.content.end
        broken = document.text[at - 1] in "\r\n"
        return TextEdit(Span(at, at), block if broken else eol + block)
    return TextEdit(Span(0, 0), f"---{eol}{block}---{eol}")


def _field(name: str, type_: Type, in_json_schema: bool) -> str:
    kind = pico_type(type_)
    if not in_json_schema:
        return f"{name}: {kind}"
    return f"{name}: {{}}" if kind == "any" else f"{name}: {{type: {kind}}}"


def _end_of_line(source: SourceText, offset: int) -> int:
    return source.line_span(source.line_number(offset)).end
