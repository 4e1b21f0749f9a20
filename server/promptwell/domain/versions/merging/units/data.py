"""YAML and JSON as units: entries by their keys, list items by their names, comments with what they stand above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from promptwell.domain.versions.merging.unit import Unit, Way, joined, lines, prose, value
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.text.source import SourceText, Span
from promptwell.language.text.whole_lines import next_line

# A text this long is one that people write, and is merged by its sentences and words.
_PROSE = 60
_NAMES = ("name", "id", "key", "title")


def data_unit(source: SourceText, node: YamlNode | None, span: Span) -> Unit:
    """What stands in a range that holds one value and the comments around it."""
    text = source.slice(span)
    if node is None or not span.covers(node.span):
        return lines(text)
    if node.kind in ("mapping", "sequence") and node.style == "flow":
        around = (
            value(text[: node.span.start - span.start]),
            value(text[node.span.end - span.start :]),
        )
        return joined("parts", "parts", (around[0], _flow(source, node), around[1]))
    return _block(source, node, span) or lines(text)


def _block(source: SourceText, node: YamlNode, span: Span) -> Unit | None:
    """A mapping or list in lines of its own; the first may begin in the middle of a line."""
    if node.style != "block" or node.kind not in ("mapping", "sequence"):
        return None
    places = [each.span for each in node.entries] or [each.span for each in node.items]
    begins = [span.start]
    for before, place in pairwise(places):
        begins.append(next_line(source, max(before.end - 1, before.start)))
        if begins[-1] > _line_start(source, place.start):
            return None  # two entries in one line
    end = next_line(source, max(places[-1].end - 1, places[-1].start)) if places else span.end
    ends = [*begins[1:], min(end, span.end)]
    if any(one > other for one, other in zip(begins, ends, strict=True)):
        return None
    ranges = [Span(*each) for each in zip(begins, ends, strict=True)]
    if node.kind == "mapping":
        found = [_entry(source, each, at) for each, at in zip(node.entries, ranges, strict=True)]
    else:
        found = [_item(source, each, at) for each, at in zip(node.items, ranges, strict=True)]
    whole = [each for each in found if each is not None]
    if len(whole) < len(found):
        return None
    tail = source.text[ends[-1] : span.end]
    listed = joined(_way(whole), node.kind, tuple(whole))
    return joined("parts", f"block {node.kind}", (listed, lines(tail, "tail")))


def _way(found: Sequence[Unit]) -> Way:
    keys = [each.key for each in found]
    return "keyed" if all(keys) and len({*keys}) == len(keys) else "ordered"


def _entry(source: SourceText, entry: YamlEntry, span: Span) -> Unit | None:
    start = _line_start(source, entry.key.span.start)
    start = max(start, span.start)
    if not span.covers(entry.span) or source.text[start : entry.key.span.start].strip(" \ufeff"):
        return None
    lead = lines(source.text[span.start : start], "lead")
    said = _said(source, entry.value, Span(start, span.end), entry.key.span.end)
    return joined("parts", "entry", (lead, said), entry.name)


def _item(source: SourceText, item: YamlNode, span: Span) -> Unit | None:
    start = max(_line_start(source, item.span.start), span.start)
    if not span.covers(item.span) or not source.text[start : item.span.start].strip().startswith(
        "-"
    ):
        return None
    lead = lines(source.text[span.start : start], "lead")
    said = _said(source, item, Span(start, span.end), start)
    return joined("parts", "item", (lead, said), name_of(item))


def name_of(node: YamlNode) -> str:
    """What an item of a list is known by; "" where it is only known by what it says."""
    if node.kind == "mapping":
        found = (node.get(each) for each in _NAMES)
        return next((str(each.value) for each in found if each and each.kind == "scalar"), "")
    return str(node.value) if node.kind == "scalar" and len(str(node.value)) < _PROSE else ""


def _said(source: SourceText, node: YamlNode, span: Span, behind: int) -> Unit:
    """A key or dash with its value: what stands in front of the value, the value, and what follows it.

    `behind` is where the key ends.
    """
    text = source.text
    at = max(node.span.start, behind)
    nested = node.kind in ("mapping", "sequence")
    if nested and node.style == "block":
        below = next_line(source, behind)
        if _line_start(source, at) > behind and below <= at:
            at = below  # comments above the first entry belong to it
        inner = _block(source, node, Span(at, span.end))
        if inner is not None:
            return joined(
                "parts", f"said {inner.kind}", (value(text[span.start : at], "head"), inner)
            )
        return lines(text[span.start : span.end], "said")
    if nested:
        inner = _flow(source, node)
    elif is_prose(node):
        inner = prose(text[at : node.span.end])
    else:
        inner = value(text[at : node.span.end])
    head, rest = text[span.start : at], text[max(at, node.span.end) : span.end]
    return joined("parts", f"said {inner.kind}", (value(head, "head"), inner, lines(rest, "rest")))


def is_prose(node: YamlNode) -> bool:
    """Whether a value is a text that people write."""
    if node.style in ("literal", "folded"):
        return True
    return isinstance(node.value, str) and len(node.value) >= _PROSE and " " in node.value


def _flow(source: SourceText, node: YamlNode) -> Unit:
    """A mapping or list between brackets."""
    text = source.text
    whole = text[node.span.start : node.span.end]
    spans = [each.span for each in node.entries] or [each.span for each in node.items]
    at = node.span.start + 1
    leads: list[str] = []
    found: list[Unit] = []
    for number, span in enumerate(spans):
        end = (
            _comma(text, span.end, spans[number + 1].start) if number + 1 < len(spans) else span.end
        )
        lead = text[at : span.start]
        if end is None or lead.strip():
            return value(whole)  # comments between, or a value that YAML fills in
        leads.append(lead)
        found.append(_flow_part(source, node, number, Span(span.start, end)))
        at = end + 1 if number + 1 < len(spans) else end
    keys = [each.key for each in found]
    if not all(keys) or len({*keys}) < len(keys):
        return _flow_in_order(source, node, found)
    ends = value(whole[:1], "open"), value(text[at : node.span.end], "close")
    return Unit("flow", f"flow {node.kind}", whole, "", (ends[0], *found, ends[1]), tuple(leads))


def _flow_in_order(source: SourceText, node: YamlNode, found: Sequence[Unit]) -> Unit:
    """A list between brackets whose items have no names: each in its own way, with all around it."""
    text = source.text
    parts: list[Unit] = []
    at = node.span.start
    starts = [each.span.start for each in node.items]
    if len(starts) != len(found):
        return value(text[node.span.start : node.span.end])
    for start, unit in zip(starts, found, strict=True):
        parts += [value(text[at:start], "between"), unit]
        at = start + len(unit.text)
    parts.append(value(text[at : node.span.end], "between"))
    return joined("ordered", "flow list", tuple(parts))


def _flow_part(source: SourceText, node: YamlNode, number: int, span: Span) -> Unit:
    if node.kind == "mapping":
        entry = node.entries[number]
        said = _said(source, entry.value, span, entry.key.span.end)
        return joined("parts", "entry", (said,), entry.name)
    item = node.items[number]
    return joined("parts", "item", (_said(source, item, span, span.start),), name_of(item))


def _comma(text: str, start: int, end: int) -> int | None:
    """Where the comma stands between two entries; None if anything but blanks is there as well."""
    at = text.find(",", start, end)
    return at if at >= 0 and not text[start:at].strip() else None


def _line_start(source: SourceText, offset: int) -> int:
    return source.line_starts[source.line_number(offset)]
