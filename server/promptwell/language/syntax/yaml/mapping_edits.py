"""Edits that set and remove keys of a mapping and leave every other sign of the text as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from promptwell.language.syntax.yaml.list_edits import list_edits
from promptwell.language.syntax.yaml.node import YamlEntry, YamlNode
from promptwell.language.syntax.yaml.scalar_text import Value, key_text, scalar_text
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import SourceText, Span
from promptwell.language.text.whole_lines import line_end, next_line, whole_lines

Changes = Mapping[str, Value | None]
"""Keys with the values that they get; None takes the key away."""


def mapping_edits(source: SourceText, mapping: YamlNode, changes: Changes) -> list[TextEdit]:
    """The edits that make the changes in a mapping with entries, or in braces.

    A new key comes last. Where no entry of a mapping of lines is left, nothing stands below its key.
    """
    gone = {name for name, value in changes.items() if value is None}
    edits: list[TextEdit] = []
    new: list[tuple[str, Value]] = []
    for name, value in changes.items():
        entry = mapping.entry(name)
        if value is not None and entry is None:
            new.append((name, value))
        elif value is not None and entry is not None:
            edits += _with_value(source, entry, value)
    kept = [entry for entry in mapping.entries if entry.name not in gone]
    if mapping.style == "flow":
        return edits + _in_braces(source, mapping, kept, new)
    above: YamlEntry | None = None
    for entry in mapping.entries:
        if entry.name in gone:
            edits.append(TextEdit(lines_of(source, entry, above), ""))
        else:
            above = entry
    if new:
        indent = " " * source.line_column(mapping.entries[0].key.span.start)[1]
        at = _behind(source, mapping.entries[-1])
        edits.append(TextEdit(Span(at, at), block_text(new, indent, line_end(source))))
    return edits


def block_text(entries: Sequence[tuple[str, Value]], indent: str, eol: str) -> str:
    """Entries on lines of their own."""
    return "".join(
        f"{indent}{key_text(name)}: {scalar_text(value)}{eol}" for name, value in entries
    )


def flow_text(entries: Sequence[tuple[str, Value]]) -> str:
    """Entries as they stand between braces."""
    return ", ".join(f"{key_text(name)}: {scalar_text(value)}" for name, value in entries)


def lines_of(source: SourceText, entry: YamlEntry, above: YamlEntry | None) -> Span:
    """The lines of an entry, with blank ones behind it that would become part of the text above it."""
    lines = whole_lines(source, entry.span)
    if above is not None and _keeps_blank_lines(source, above):
        return Span(lines.start, _first_written(source, lines.end))
    return lines


def _with_value(source: SourceText, entry: YamlEntry, value: Value) -> list[TextEdit]:
    node = entry.value
    if node.kind == "sequence" and isinstance(value, Sequence) and not isinstance(value, str):
        if node.items and value:
            return list_edits(source, node, value)
        if not node.items and not value:
            return []
    if node.kind == "missing":
        at = _behind_colon(source, entry)
        colon = "" if at > entry.key.span.end else ":"
        return [TextEdit(Span(at, at), f"{colon} {scalar_text(value)}")]
    if node.kind == "scalar" and node.value == value and type(node.value) is type(value):
        return []
    if node.kind in ("mapping", "sequence") and node.style == "block":
        at = _behind_colon(source, entry)
        return [TextEdit(Span(at, node.span.end), f" {scalar_text(value)}")]
    return [TextEdit(node.span, scalar_text(value, node.style))]


def _in_braces(
    source: SourceText,
    mapping: YamlNode,
    kept: Sequence[YamlEntry],
    new: Sequence[tuple[str, Value]],
) -> list[TextEdit]:
    """What goes between the braces, and what comes: behind the last entry that stays."""
    text = flow_text(new)
    entries = mapping.entries
    if not entries:
        at = mapping.span.end - 1
        return [TextEdit(Span(at, at), text)] if text else []
    if not kept:
        inside = Span(entries[0].key.span.start, _end(source, entries[-1]))
        return [TextEdit(inside, text)]
    edits = []
    staying = {entry.key.span for entry in kept}
    for number, entry in enumerate(entries):
        if entry.key.span in staying:
            continue
        if entry.key.span > kept[-1].key.span:
            edits.append(TextEdit(Span(_end(source, kept[-1]), _end(source, entries[-1])), ""))
            break
        edits.append(TextEdit(Span(entry.key.span.start, entries[number + 1].key.span.start), ""))
    if text:
        at = _end(source, kept[-1])
        edits.append(TextEdit(Span(at, at), f", {text}"))
    return edits


def _end(source: SourceText, entry: YamlEntry) -> int:
    """Where an entry between braces ends; the blank behind a key without a value makes it a key."""
    if entry.value.kind != "missing":
        return entry.span.end
    at = _behind_colon(source, entry)
    return at + source.text.startswith(" ", at)


def _behind_colon(source: SourceText, entry: YamlEntry) -> int:
    """The offset behind the colon of a key; that behind the key where it has none."""
    end = entry.key.span.end
    at = end
    while source.text[at : at + 1] in (" ", "\t"):
        at += 1
    return at + 1 if source.text.startswith(":", at) else end


def _behind(source: SourceText, entry: YamlEntry) -> int:
    """Where a line behind an entry begins, with the blank lines that belong to a text above it."""
    at = next_line(source, max(entry.span.end - 1, entry.key.span.start))
    return _first_written(source, at) if _keeps_blank_lines(source, entry) else at


def _first_written(source: SourceText, at: int) -> int:
    """The start of the first line from an offset on that is not blank."""
    line = source.line_number(at)
    while line + 1 < len(source.line_starts) and not source.line_text(line).strip():
        line += 1
    return source.line_starts[line]


def _keeps_blank_lines(source: SourceText, entry: YamlEntry) -> bool:
    """Whether an entry ends in a text to which the blank lines behind it belong: `|+`."""
    last = entry.value
    while last.entries or last.items:
        last = last.entries[-1].value if last.entries else last.items[-1]
    header = source.slice(last.span).partition("\n")[0].partition("#")[0]
    return last.style in ("literal", "folded") and "+" in header
