"""Edits that turn a list of texts into another and leave the items that stay as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.syntax.yaml.scalar_text import scalar_text
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span
from promptwell.language.text.whole_lines import line_end, next_line, whole_lines


def list_edits(source: SourceText, node: YamlNode, wanted: Sequence[str]) -> list[TextEdit]:
    """The edits of a list that has items, and will have some."""
    # What is no text is none of those wanted: it goes.
    present = [item.text() for item in node.items]
    matcher = SequenceMatcher(None, present, list(wanted), autojunk=False)
    steps = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    edit = _of_flow if node.style == "flow" else _of_block
    return [
        made
        for _, a, b, c, d in steps
        for made in edit(source, node.items, a, b, list(wanted[c:d]))
    ]


def _of_flow(
    source: SourceText,  # noqa: ARG001  # called like `_of_block`
    items: Sequence[YamlNode],
    first: int,
    end: int,
    new: list[str],
) -> Iterator[TextEdit]:
    text = ", ".join(map(scalar_text, new))
    if first == end and first == 0:
        yield TextEdit(Span(items[0].span.start, items[0].span.start), f"{text}, ")
    elif first == end:
        yield TextEdit(Span(items[first - 1].span.end, items[first - 1].span.end), f", {text}")
    elif new:
        yield TextEdit(Span(items[first].span.start, items[end - 1].span.end), text)
    elif end < len(items):
        yield TextEdit(Span(items[first].span.start, items[end].span.start), "")
    else:
        yield TextEdit(Span(items[first - 1].span.end, items[-1].span.end), "")


def _of_block(
    source: SourceText, items: Sequence[YamlNode], first: int, end: int, new: list[str]
) -> Iterator[TextEdit]:
    dash = _dash_of(source, items[0])
    begin = source.line_starts[source.line_number(dash)]
    lead = " " * (dash - begin) + "-" + " " * max(1, items[0].span.start - dash - 1)
    replaced = min(end - first, len(new))
    for item, text in zip(items[first : first + replaced], new, strict=False):
        yield TextEdit(item.span, scalar_text(text, item.style))
    for item in items[first + replaced : end]:
        yield TextEdit(whole_lines(source, item.span), "")
    if len(new) > replaced:
        at = next_line(source, max(items[end - 1].span.end - 1, begin)) if end else begin
        eol = line_end(source, begin)
        lines = "".join(f"{lead}{scalar_text(text)}{eol}" for text in new[replaced:])
        yield TextEdit(Span(at, at), lines)


def _dash_of(source: SourceText, item: YamlNode) -> int:
    start = source.line_starts[source.line_number(item.span.start)]
    return max(source.text.rfind("-", start, item.span.start), start)
