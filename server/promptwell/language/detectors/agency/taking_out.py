"""How a name is taken out of a list in front matter, with its comma or its line."""

from __future__ import annotations

import re

from promptwell.language.syntax.yaml.node import YamlEntry
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

_COMMA_BEFORE = re.compile(r",[ \t]*[\"']?\Z")
_COMMA_BEHIND = re.compile(r"[\"']?[ \t]*,[ \t]*")


def without(text: str, entry: YamlEntry, span: Span) -> TextEdit | None:
    """The edit that takes a name out of the list under a key; None where it would be left empty."""
    value = entry.value
    if value.kind == "sequence" and value.style != "flow":
        if len(value.items) < 2:
            return None
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end)
        whole = Span(start, len(text) if end < 0 else end + 1)
        return TextEdit(whole, "") if whole.start > entry.key.span.end else None
    quotes = (
        1 if text[span.start - 1 : span.start] in ('"', "'") and value.kind == "sequence" else 0
    )
    start, end = span.start - quotes, span.end + quotes
    behind = _COMMA_BEHIND.match(text, end, value.span.end)
    if behind and "," in behind.group():
        return TextEdit(Span(start, behind.end()), "")
    before = _COMMA_BEFORE.search(text, value.span.start, start)
    return TextEdit(Span(before.start(), end), "") if before else None
