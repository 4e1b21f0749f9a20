"""What may stand in a schema of Dotprompt: the kind in the brackets of a field, the values of a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptwell.language.features.completion.item import CompletionItem
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.yaml_cursor import YamlCursor
from promptwell.language.semantics.dotprompt import field_at
from promptwell.language.text.source import Span

_KINDS = {
    "array": "A list: `tags(array, what it is about): string`.",
    "object": "Fields of its own, on the lines below.",
    "enum": "One of some values: `tone(enum): [formal, friendly]`.",
}
_IN_BRACKETS = re.compile(r"[^\s():,]+\((?P<word>\w*)\Z")
_AT_MARGIN = re.compile(r"^([A-Za-z]\w*):", re.MULTILINE)
_WORD = re.compile(r"\w*")


def kinds_of_field(site: Site) -> Iterator[CompletionItem]:
    """`array`, `object` and `enum` in the brackets behind a field's name."""
    text, offset = site.document.text, site.offset
    if site.document.dialect != "dotprompt" or not _in_schema(text[:offset]):
        return
    line = site.document.source.line_span(site.document.source.line_number(offset))
    found = _IN_BRACKETS.search(text, line.start, offset)
    if found is None:
        return
    rest = _WORD.match(text, offset)
    span = Span(found.start("word"), rest.end() if rest else offset)
    closed = text[span.end : span.end + 1] in (")", ",")
    for order, (kind, words) in enumerate(_KINDS.items()):
        written = kind if closed else f"{kind})"
        yield CompletionItem(kind, "value", span, written, "kind of field", words, order=order)


def _in_schema(before: str) -> bool:
    """Whether the last key at the left margin is one that holds a schema."""
    keys = _AT_MARGIN.findall(before)
    return bool(keys) and keys[-1] in ("input", "output", "toolDefs")


def choices(site: Site, cursor: YamlCursor) -> Iterator[CompletionItem]:
    """The values that the schema allows for the default of an input."""
    path = tuple("[]" if isinstance(each, int) else each for each in cursor.path[2:])
    field = field_at(site.document, path)
    for order, value in enumerate(field.schema.values if field is not None else ()):
        if isinstance(value, str):
            yield CompletionItem(value, "value", cursor.span, value, "value", order=order)
